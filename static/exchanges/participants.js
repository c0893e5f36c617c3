/** Who takes part: name and shape of each, the same everywhere. Their colours are in site.css, under "Who". */

import { svgElement } from "../site/element.js";

const NAMES = {
  A: "Client A",
  B: "Client B",
  C: "Client C",
  "": "Client",
  server: "Serveur",
  database: "Base de données",
};

const CLASSES = { A: "client-a", B: "client-b", C: "client-c", server: "server", database: "database" };

const SHAPES = {
  A: "M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13z",
  B: "M2 2h12v12H2z",
  C: "M8 1.5L15.5 14.5H.5z",
  "": "M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13zM8 5a3 3 0 1 0 0 6a3 3 0 1 0 0-6z",
  server: "M1 4h14q1 0 1 1v6q0 1-1 1H1q-1 0-1-1V5q0-1 1-1z",
  database: "M2 4.5Q2 1 8 1T14 4.5V11.5Q14 15 8 15T2 11.5zM3.5 6Q8 9 12.5 6V7.2Q8 10 3.5 7.200z",
};

export function participantName(participant) {
  return NAMES[participant] ?? `Client ${participant}`;
}

/** The class that gives the participant's colour, --who. */
export function participantClass(participant) {
  return CLASSES[participant] ?? "other-client";
}

/** The participant's shape, filled with its colour. */
export function participantMark(participant) {
  const shape = svgElement("path", { d: SHAPES[participant] ?? SHAPES[""], "fill-rule": "evenodd" });
  const attributes = { class: `participant-mark ${participantClass(participant)}`, viewBox: "0 0 16 16" };
  return svgElement("svg", { ...attributes, "aria-hidden": "true" }, shape);
}

/** The server stands in the middle of its clients, so that arrows cross as few lifelines as possible. */
export function arrangeLifelines(participants) {
  const present = new Set(participants);
  const clients = ["A", "B", "C", ""].filter((client) => present.has(client));
  const rest = ["server", ...(present.has("database") ? ["database"] : [])];
  const half = Math.max(1, Math.ceil(clients.length / 2));
  return present.has("database")
    ? [...clients, ...rest]
    : [...clients.slice(0, half), ...rest, ...clients.slice(half)];
}
