/** The pane that opens beside or below the picture: one arrow's message, part by part. */

import { button, element } from "../site/element.js";
import { tenths } from "../site/french.js";
import { MARKS } from "./labels.js";
import { foldedPart, messageParts } from "./message-parts.js";
import { participantMark, participantName } from "./participants.js";
import { latest } from "./picture.js";
import { offset } from "./wording.js";

const TITLES = {
  request: "Requête",
  response: "Réponse",
  handshake: "Demande de WebSocket",
  accepted: "WebSocket acceptée",
  refused: "WebSocket refusée",
  frame: "Trame",
  close: "Fermeture",
  query: "Demande à la base",
  result: "Réponse de la base",
};

/** Returns { root, show(row, { view, related }), hide() }; `related` lists { text, open } for the other half. */
export function createDetails({ onClose, onOpenCode }) {
  const content = element("div", { class: "details-content" });
  const close = button("Fermer", { class: "button small details-close" }, onClose);
  const attributes = { class: "diagram-details", "aria-label": "Détail de la flèche", tabindex: "0", hidden: true };
  const root = element("section", attributes, close, content);
  return {
    root,
    show(row, { view, related }) {
      content.replaceChildren(...detailsOf(row, view, related, onOpenCode));
      root.hidden = false;
      root.scrollTop = 0;
    },
    hide() {
      root.hidden = true;
    },
  };
}

function detailsOf(row, view, related, onOpenCode) {
  const event = latest(row);
  const above = [title(row, event), facts(row, event), actions(view, related, onOpenCode)];
  const folded = row.count > 1 ? foldedPart(row) : null;
  return [...above, ...messageParts(event), folded].filter(Boolean);
}

function title(row, event) {
  return element(
    "h3",
    { class: "details-title" },
    element("span", {}, TITLES[event.kind]),
    element(
      "span",
      { class: "details-way" },
      participantMark(row.from),
      `${participantName(row.from)} `,
      element("span", { "aria-hidden": "true" }, "→"),
      element("span", { class: "visually-hidden" }, "vers"),
      participantMark(row.to),
      participantName(row.to),
    ),
  );
}

function facts(row, event) {
  const known = [
    row.offset === undefined ? "" : `à ${offset(row.offset)}`,
    event.durationMs === undefined ? "" : `préparée en ${preciseDuration(event.durationMs)}`,
    event.aborted ? "interrompue avant la fin" : "",
    MARKS[event.mark] ?? "",
  ];
  return known.some(Boolean) ? element("p", { class: "details-facts" }, known.filter(Boolean).join(" · ")) : null;
}

function actions(view, related, onOpenCode) {
  if (!view && !related.length) return null;
  const code = view && button("Voir le code", { class: "button small", title: where(view) }, () => onOpenCode(view));
  const others = related.map(({ text, open }) => button(text, { class: "button small" }, open));
  return element("p", { class: "details-actions" }, code, ...others, view && element("code", {}, where(view)));
}

function where({ name, file, line }) {
  return `${name}, ${file}, ligne ${line}`;
}

function preciseDuration(milliseconds) {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : tenths(milliseconds);
}
