/** A frame of /exercices/: speaks the exercises' protocol with the pupil's own server, and comes back when it does. */

import { element } from "../site/element.js";
import { NBSP, plural } from "../site/french.js";
import { LiveSocket, socketUrl } from "../site/socket.js";

const TROUBLES = {
  4500: "Votre serveur s’est arrêté : voyez le message au-dessus des cadres.",
  4501: "Votre serveur a refusé la connexion.",
};
/** What the frame shows in each state of its connection. */
const ON_STATE = {
  open: () => opened(),
  waiting: (code) => showStatus(TROUBLES[code] ?? "Reconnexion…", TROUBLES[code] ? "danger" : ""),
  refused: () => showStatus("Ce chat ne s’ouvre que sur le PC où il s’écrit.", "danger"),
};
const DEFAULT_NAMES = { A: "Greg", B: "Nathalie", C: "Bob" };

const byId = (id) => document.getElementById(id);

/** What each type of frame shows; any other frame is shown as it came. */
const RECEIVERS = {
  message: (frame) => addLine("message", frame.userName, frame.message),
  received: (frame) => addLine("notice", "", `✓ reçu par le serveur : ${frame.message}`),
  arrival: () => addLine("notice", "", "Quelqu’un arrive."),
  departure: () => addLine("notice", "", "Quelqu’un part."),
  presence: ({ nbClients }) => show("nbClients", participants(nbClients)),
  elapsed: ({ timeChat }) => show("timeChat", `${timeChat} s`),
  error: (frame) => addLine("error", "", frame.detail),
  rooms: ({ rooms }) => addLine("notice", "", `Salons ouverts : ${rooms.join(", ")}`),
  history: ({ messages }) => messages.forEach(({ userName, message }) => addLine("message", userName, message)),
  private: (frame) => addLine("private", `${frame.userName} (en privé)`, frame.message),
};

const { mount, room } = document.body.dataset;
const socket = new LiveSocket({
  address: () => socketUrl(`${mount}/ws/exercices/chat/${encodeURIComponent(room)}/`),
  received: receive,
  parse: String,
  status: ({ state, code }) => ON_STATE[state]?.(code),
  stops: { 4403: "refused" },
});

start();

function start() {
  byId("in1").value = DEFAULT_NAMES[mount.at(-1)] ?? "";
  byId("myForm").addEventListener("submit", sendMessage);
  byId("bpRooms").addEventListener("click", () => socket.send({ type: "rooms" }));
  socket.open();
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

function sendMessage(event) {
  event.preventDefault();
  const sent = socket.send({ type: "message", userName: byId("in1").value, message: byId("in2").value });
  if (sent) byId("in2").value = "";
  byId("in2").focus();
}

function addLine(kind, author, text) {
  const name = author ? [element("b", {}, author), " "] : [];
  const line = element("p", { class: kind }, ...name, String(text));
  byId("initMess").hidden = true;
  byId("zoneMessage").append(line);
  line.scrollIntoView({ block: "nearest" });
}

function participants(count) {
  return plural(count, `participant au chat${NBSP}!`, `participants au chat${NBSP}!`);
}

function show(id, text) {
  byId(id).textContent = text;
}

function showStatus(text, kind = "") {
  show("status", text);
  byId("status").hidden = !text;
  byId("status").dataset.kind = kind;
}
