/** The page of one exercise: its state live, the three frames and their exchanges. */

import { createDiagram } from "../exchanges/diagram.js";
import { openFeed } from "../exchanges/feed.js";
import { LiveSocket, socketUrl } from "../site/socket.js";
import { showState } from "./view.js";

const page = document.getElementById("exercise");

followState();
watchExchanges();
for (const form of document.querySelectorAll(".frame form")) form.addEventListener("submit", enterRoom);

function followState() {
  const socket = new LiveSocket({
    address: () => socketUrl("/ws/exercices/etat"),
    received: (state) => showState(state, page.dataset),
    status: ({ state }) => state === "waiting" && showState(null, page.dataset),
  });
  socket.open();
}

function watchExchanges() {
  const host = document.getElementById("diagram");
  const diagram = createDiagram(host, {
    lifelines: ["A", "B", "C", "server"],
    title: "Échanges avec votre serveur",
    empty: "Aucun échange pour l’instant : écrivez un message dans un des cadres.",
    vocabulary: { frames: { elapsed: { periodic: true } } },
    onClear: () => feed.clear(),
  });
  const feed = openFeed({
    address: host.dataset.feed,
    onEvents: (events) => diagram.add(events.filter(concernsTheChat)),
    onCleared: () => diagram.clear(),
    onStatus: (status) => diagram.showStatus(status),
  });
}

/** The frames' own pages, styles and scripts are left out: here the WebSocket alone matters. */
function concernsTheChat({ kind }) {
  return kind !== "request" && kind !== "response";
}

function enterRoom(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const room = form.elements.salon.value.trim() || "accueil";
  const folder = form.action.slice(0, form.action.lastIndexOf("/"));
  form.parentElement.querySelector("iframe").src = `${folder}/${encodeURIComponent(room)}`;
}
