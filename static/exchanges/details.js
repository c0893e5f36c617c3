/** The pane that opens beside or below the picture: one arrow's message, part by part. */

import { button, element } from "../site/element.js";
import { NBSP, tenths } from "../site/french.js";
import { MARKS } from "./labels.js";
import { messageParts } from "./message-parts.js";
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
};

/** Returns { root, show(row, { view, related }), hide() }; `related` lists { text, open } for the other half. */
export function createDetails({ reading, onClose, onOpenCode }) {
  const content = element("div", { class: "details-content" });
  const closing = { class: "button quiet small icon details-close", "aria-label": "Fermer", title: "Fermer" };
  const close = button("×", closing, onClose);
  const attributes = { class: "diagram-details", "aria-label": "Détail de la flèche", tabindex: "0", hidden: true };
  const root = element("section", attributes, close, content);
  return {
    root,
    show(row, { view, related }) {
      content.replaceChildren(title(row), aside(row, view, related, onOpenCode), ...messageParts(row, reading));
      root.hidden = false;
      root.scrollTop = 0;
    },
    hide() {
      root.hidden = true;
    },
  };
}

function title(row) {
  const arrow = element("span", { "aria-hidden": "true" }, "→");
  const from = [participantMark(row.from), `${participantName(row.from)} `];
  const to = [participantMark(row.to), participantName(row.to)];
  return element(
    "h3",
    { class: "details-title" },
    element("span", {}, row.count > 1 ? `${TITLES.frame}s` : TITLES[latest(row).kind]),
    element("span", { class: "details-way" }, ...from, arrow, hidden("vers"), ...to),
  );
}

function hidden(text) {
  return element("span", { class: "visually-hidden" }, text);
}

function aside(row, view, related, onOpenCode) {
  const code = view && button("Voir le code", { class: "button small", title: where(view) }, () => onOpenCode(view));
  const others = related.map(({ text, open }) => button(text, { class: "button small" }, open));
  return element("p", { class: "details-aside" }, element("span", {}, facts(row)), code, ...others);
}

function facts(row) {
  const event = latest(row);
  const known = [
    moments(row),
    event.durationMs === undefined ? "" : `préparée en ${preciseDuration(event.durationMs)}`,
    event.aborted ? "interrompue avant la fin" : "",
    MARKS[event.mark] ?? "",
  ];
  return known.filter(Boolean).join(" · ");
}

function moments({ moment, until, count }) {
  if (moment === undefined) return "";
  return count > 1 ? `de ${offset(moment)} à ${offset(until)}` : `à ${offset(moment)}`;
}

function where({ name, file, line }) {
  return `${name}, ${file}, ligne ${line}`;
}

function preciseDuration(milliseconds) {
  return milliseconds < 1000 ? `${Math.round(milliseconds)}${NBSP}ms` : tenths(milliseconds);
}
