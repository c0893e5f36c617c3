/** A frame of /exercices/: speaks the exercises' protocol with the pupil's own server, and comes back when it does. */

const RELOADED = 1012;
const NOT_YOURS = 4403;
const TROUBLES = {
  4500: "Votre serveur s’est arrêté : voyez le message au-dessus des cadres.",
  4501: "Votre serveur a refusé la connexion.",
};
const DEFAULT_NAMES = { A: "Greg", B: "Nathalie", C: "Bob" };
const RETRY = 1500;

const byId = (id) => document.getElementById(id);

/** What each type of frame shows; any other frame is shown as it came. */
const RECEIVERS = {
  message: (frame) => addLine("message", frame.userName, frame.message),
  received: (frame) => addLine("notice", "", `✓ reçu par le serveur : ${frame.message}`),
  arrival: () => addLine("notice", "", "Quelqu’un arrive."),
  departure: () => addLine("notice", "", "Quelqu’un part."),
  presence: ({ nbClients }) => show("nbClients", `${nbClients} participant${nbClients > 1 ? "s" : ""} au chat !`),
  elapsed: ({ timeChat }) => show("timeChat", `${timeChat} s`),
  error: (frame) => addLine("error", "", frame.detail),
  rooms: ({ rooms }) => addLine("notice", "", `Salons ouverts : ${rooms.join(", ")}`),
  history: ({ messages }) => messages.forEach(({ userName, message }) => addLine("message", userName, message)),
  private: (frame) => addLine("private", `${frame.userName} (en privé)`, frame.message),
};

let socket;

start();

function start() {
  byId("in1").value = DEFAULT_NAMES[document.body.dataset.mount.at(-1)] ?? "";
  byId("myForm").addEventListener("submit", sendMessage);
  byId("bpRooms").addEventListener("click", () => send({ type: "rooms" }));
  connect();
}

function connect() {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const { mount, room } = document.body.dataset;
  socket = new WebSocket(`${scheme}//${location.host}${mount}/ws/exercices/chat/${encodeURIComponent(room)}/`);
  socket.addEventListener("open", opened);
  socket.addEventListener("message", ({ data }) => receive(data));
  socket.addEventListener("close", ({ code }) => closed(code));
}

function opened() {
  byId("zoneMessage").replaceChildren();
  byId("initMess").hidden = false;
  show("nbClients", "");
  show("timeChat", "");
  showStatus("");
}

function receive(text) {
  const frame = parse(text);
  const receiver = RECEIVERS[frame?.type];
  try {
    receiver(frame);
  } catch {
    addLine("raw", "", text); // the pupil's own frame, which may have any shape
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function closed(code) {
  if (code === NOT_YOURS) return showStatus("Ce chat ne s’ouvre que sur le PC où il s’écrit.", "danger");
  showStatus(TROUBLES[code] ?? "Reconnexion…", TROUBLES[code] ? "danger" : "");
  setTimeout(() => connect(), code === RELOADED ? 0 : RETRY);
}

function sendMessage(event) {
  event.preventDefault();
  const sent = send({ type: "message", userName: byId("in1").value, message: byId("in2").value });
  if (sent) byId("in2").value = "";
  byId("in2").focus();
}

function send(frame) {
  const open = socket.readyState === WebSocket.OPEN;
  if (open) socket.send(JSON.stringify(frame));
  return open;
}

function addLine(kind, author, text) {
  const line = document.createElement("p");
  line.className = kind;
  if (author) {
    const name = document.createElement("b");
    name.textContent = author;
    line.append(name, " ");
  }
  line.append(String(text));
  byId("initMess").hidden = true;
  byId("zoneMessage").append(line);
  line.scrollIntoView({ block: "nearest" });
}

function show(id, text) {
  byId(id).textContent = text;
}

function showStatus(text, kind = "") {
  show("status", text);
  byId("status").hidden = !text;
  byId("status").dataset.kind = kind;
}
