/** Who takes part: name and shape of each, the same everywhere. Their colours are in site.css, under "Who". */

import { svgElement } from "../site/element.js";

const PARTICIPANTS = {
  A: { name: "Client\u00a0A", kind: "client-a", shape: "M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13z" },
  B: { name: "Client\u00a0B", kind: "client-b", shape: "M2 2h12v12H2z" },
  C: { name: "Client\u00a0C", kind: "client-c", shape: "M8 1.5L15.5 14.5H.5z" },
  V: { name: "Visiteurs", kind: "visitors", shape: "M8 .5L15.5 8 8 15.5 .5 8z" },
  server: { name: "Serveur", kind: "server", shape: "M1 4h14q1 0 1 1v6q0 1-1 1H1q-1 0-1-1V5q0-1 1-1z" },
};

export function participantName(participant) {
  return PARTICIPANTS[participant].name;
}

/** The class that gives the participant's colour, --who. */
export function participantClass(participant) {
  return PARTICIPANTS[participant].kind;
}

/** The participant's shape, filled with its colour. */
export function participantMark(participant) {
  const { kind, shape } = PARTICIPANTS[participant];
  const attributes = { class: `participant-mark ${kind}`, viewBox: "0 0 16 16", "aria-hidden": "true" };
  return svgElement("svg", attributes, svgElement("path", { d: shape }));
}
