/** Draw one row of the picture: a list item whose button carries time, label and arrow. */

import { element, svgElement } from "../site/element.js";
import { tenths } from "../site/french.js";
import { MARKS, UNASKED, spoken } from "./labels.js";
import { participantClass, participantMark } from "./participants.js";
import { latest } from "./picture.js";
import { offset } from "./wording.js";

const NOTABLE_GAP = 2000;

/** Heads point to the right; CSS turns them. */
const HEADS = {
  full: "M1 1l9 5l-9 5z",
  open: "M2 1l8 5l-8 5",
  double: "M1 1l7 5l-7 5M6 1l7 5l-7 5",
  cross: "M2 2l8 8M10 2l-8 8",
};

/** `places` gives each lifeline's place between 0 (left) and 1 (right). */
export function drawRow(row, places) {
  const arrow = element("button", { type: "button", class: "diagram-arrow", tabindex: "-1", "aria-expanded": "false" });
  const item = element("li", rowAttributes(row), ...row.connected.map((client) => connection(client, places)), arrow);
  fillArrow(arrow, row);
  placeArrow(item, places[row.from], places[row.to]);
  return item;
}

/** Time and label again, after a fold has grown. */
export function updateRow(item, row) {
  fillArrow(item.querySelector(".diagram-arrow"), row);
}

function rowAttributes(row) {
  const event = latest(row);
  return {
    class: `diagram-row ${participantClass(row.from)}`,
    "data-kind": event.kind,
    "data-from": row.from,
    "data-to": row.to,
    "data-client": event.client,
    "data-mark": event.mark,
    "data-unasked": Boolean(event.unasked),
    "data-error": event.status >= 400 || event.kind === "refused",
    "data-gap": row.gap >= NOTABLE_GAP ? `⋮ ${tenths(row.gap)}` : undefined,
  };
}

function fillArrow(arrow, row) {
  const event = latest(row);
  const time = row.offset === undefined ? "" : offset(row.offset);
  arrow.setAttribute("aria-label", [spoken(event, row, row.count), time && `à ${time}`].filter(Boolean).join(", "));
  arrow.replaceChildren(
    element("span", { class: "diagram-time" }, time),
    element("span", { class: "diagram-track" }, label(row, event), line(row, event)),
  );
}

function label(row, event) {
  const note = row.note ? element("span", { class: "diagram-note" }, row.note) : null;
  const star = isQuiet(row, event) ? element("span", { class: "diagram-unasked", title: UNASKED }) : null;
  const says = element("span", {}, element("span", { class: "diagram-label-text" }, row.label), note, star);
  return element("span", { class: "diagram-label" }, says, badges(row, event));
}

/** A run of periodic frames comes back between any two others: its mark is the star alone. */
function isQuiet(row, event) {
  return row.periodic && event.unasked;
}

function badges(row, event) {
  if ((!event.unasked || isQuiet(row, event)) && !event.mark) return null;
  const unasked = event.unasked ? element("span", { class: "diagram-unasked" }, UNASKED) : null;
  const mark = event.mark ? element("span", { class: "diagram-mark" }, MARKS[event.mark]) : null;
  return element("span", {}, unasked, mark);
}

function line(row, event) {
  return element("span", { class: "diagram-line" }, participantMark(row.from), head(event));
}

function head(event) {
  const path = svgElement("path", { d: HEADS[headShape(event)] });
  const attributes = { class: `diagram-head diagram-head-${headShape(event)}`, viewBox: "0 0 14 12" };
  return svgElement("svg", { ...attributes, "aria-hidden": "true" }, path);
}

function headShape(event) {
  if (event.kind === "close" || event.kind === "refused") return "cross";
  if (event.unasked) return "double";
  return event.kind === "request" || event.kind === "handshake" || event.kind === "query" ? "full" : "open";
}

function connection(client, places) {
  const bar = element("span", { class: `diagram-connection ${participantClass(client)}` });
  bar.style.setProperty("--place", places[client]);
  return bar;
}

/** Labels wider than their arrow grow towards the farther side, where there is room. */
function placeArrow(item, from, to) {
  const [left, right] = [Math.min(from, to), Math.max(from, to)];
  item.style.setProperty("--left", left);
  item.style.setProperty("--right", right);
  item.dataset.way = from < to ? "right" : "left";
  item.dataset.anchor = left <= 1 - right ? "left" : "right";
}
