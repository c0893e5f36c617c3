/** Draw one row of the picture: a list item whose button carries time, label and arrow. */

import { element } from "../site/element.js";
import { tenths } from "../site/french.js";
import { MARKS, UNASKED } from "./labels.js";
import { participantClass, participantName } from "./participants.js";
import { latest } from "./picture.js";
import { offset } from "./wording.js";

const NOTABLE_GAP = 2000; // ms

/** `lifelines`: who stands where, from left to right. */
export function drawRow(row, lifelines) {
  const arrow = element("button", { type: "button", class: "diagram-arrow", tabindex: "-1", "aria-expanded": "false" });
  const connections = row.connected.map((client) => connection(client, placeOf(client, lifelines)));
  const item = element("li", rowAttributes(row), ...connections, arrow);
  fillArrow(arrow, row);
  placeArrow(item, row, lifelines);
  return item;
}

/** Time and label again, after a fold has grown. */
export function updateRow(item, row) {
  fillArrow(item.querySelector(".diagram-arrow"), row);
}

export function placeOf(participant, lifelines) {
  return lifelines.indexOf(participant) / Math.max(1, lifelines.length - 1);
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
    "data-quiet": row.quiet,
    "data-error": event.status >= 400 || event.kind === "refused",
    "data-gap": row.gap >= NOTABLE_GAP ? `⋮ rien pendant ${tenths(row.gap)}` : undefined,
  };
}

/** The button's name is what it contains: what is seen, and hidden words for who speaks to whom. */
function fillArrow(arrow, row) {
  const time = row.moment === undefined ? "" : offset(row.moment);
  arrow.replaceChildren(
    element("span", { class: "diagram-time" }, `${time} `),
    element("span", { class: "visually-hidden" }, ways(row)),
    label(row, latest(row)),
    element("span", { class: "diagram-line" }),
  );
}

function ways(row) {
  const way = `${participantName(row.from)} vers ${participantName(row.to)}`;
  const unasked = row.quiet ? `, ${UNASKED}` : "";
  return `${way}${unasked}\u00a0: ${row.kind} `;
}

/** A run of periodic frames comes back between any two others: its mark is the star alone, by the stylesheet. */
function label(row, event) {
  const note = row.note && element("span", { class: "diagram-note" }, row.note);
  const mark = event.mark && element("span", { class: "diagram-mark" }, MARKS[event.mark]);
  const text = element("span", { class: "diagram-label-text" }, row.label);
  const star = event.unasked && !row.quiet && element("span", { class: "diagram-unasked" }, UNASKED);
  const parts = [text, note, star, mark].filter(Boolean);
  return element("span", { class: "diagram-label" }, ...parts.flatMap((part) => [part, " "]));
}

function connection(client, place) {
  const bar = element("span", { class: `diagram-connection ${participantClass(client)}` });
  bar.style.setProperty("--place", place);
  return bar;
}

/** The label stands beside the receiver, up to the next lifeline: it hides none. */
function placeArrow(item, { from, to }, lifelines) {
  const [start, end] = [lifelines.indexOf(from), lifelines.indexOf(to)];
  const step = 1 / Math.max(1, lifelines.length - 1);
  item.dataset.way = start < end ? "right" : "left";
  item.style.setProperty("--left", Math.min(start, end) * step);
  item.style.setProperty("--right", Math.max(start, end) * step);
  item.style.setProperty("--label", (start < end ? end - 1 : end) * step);
}
