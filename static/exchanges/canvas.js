/** The drawn picture: lifelines, the list of arrows, where it is scrolled to and where the keyboard is. */

import { button, element } from "../site/element.js";
import { participantClass, participantMark, participantName } from "./participants.js";
import { drawRow, placeOf, updateRow } from "./rows.js";

const NEAR_THE_BOTTOM = 48;
const MOST_ANIMATED = 6;
const MOVES = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  Home: () => 0,
  End: (index, count) => count - 1,
};

export class Canvas {
  constructor(lifelines, emptySentence, { onToggle, onMove }) {
    this.lifelines = lifelines;
    this.onToggle = onToggle;
    this.onMove = onMove;
    this.following = true; // the reader is at the bottom, or has not moved yet
    this.itemOf = new Map();
    this.rowOf = new WeakMap();
    this.build(emptySentence);
    this.listen();
  }

  build(emptySentence) {
    const heads = this.lifelines.map((participant) => this.placed(lifelineHead(participant), participant));
    const lines = this.lifelines.map((participant) => this.placed(element("i"), participant));
    const inOrder = { class: "diagram-list", role: "list", "aria-label": "Échanges, dans l’ordre du temps" };
    this.list = element("ol", inOrder);
    this.empty = element("p", { class: "diagram-empty" }, emptySentence);
    const lifelines = element("div", { class: "diagram-lifelines", "aria-hidden": "true" }, ...lines);
    const ground = element("div", { class: "diagram-ground" }, lifelines, this.list, this.empty);
    const top = element("div", { class: "diagram-heads", "aria-hidden": "true" }, ...heads);
    this.scroller = element("div", { class: "diagram-scroller" }, top, ground);
    const more = { class: "button small diagram-more", hidden: true };
    this.more = button("↓ Nouveaux échanges", more, () => this.toBottom());
    this.waiting = element("p", { class: "diagram-waiting", role: "status" });
    const attributes = { class: "diagram-canvas", "data-lifelines": this.lifelines.length };
    this.root = element("div", attributes, this.scroller, this.more, this.waiting);
  }

  placed(node, participant) {
    node.classList.add(participantClass(participant));
    node.style.setProperty("--place", placeOf(participant, this.lifelines));
    return node;
  }

  listen() {
    this.list.addEventListener("click", ({ target }) => this.clicked(target.closest(".diagram-row")));
    this.list.addEventListener("focusin", ({ target }) => this.setCurrent(target.closest(".diagram-row")));
    this.list.addEventListener("keydown", (event) => this.moveByKey(event));
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
  }

  /** What is read instead of arrows, while there are none. */
  sayEmpty(sentence) {
    this.empty.textContent = sentence;
  }

  sayWaiting(text) {
    this.waiting.textContent = text;
  }

  /** Draw rows, new or grown, in one pass; stay at the bottom if the reader was there. */
  draw(rows, dropped) {
    const fresh = rows.filter((row) => !this.itemOf.has(row));
    for (const row of rows.filter((each) => this.itemOf.has(each))) updateRow(this.itemOf.get(row), row);
    this.list.classList.toggle("diagram-list-animated", fresh.length <= MOST_ANIMATED);
    this.list.append(...fresh.map((row) => this.item(row)));
    dropped.forEach((row) => this.remove(row));
    this.empty.hidden = this.itemOf.size > 0;
    if (!this.current) this.setCurrent(this.list.firstElementChild);
    if (this.following) this.toBottom();
    else if (fresh.length) this.more.hidden = false;
  }

  item(row) {
    const item = drawRow(row, this.lifelines);
    this.itemOf.set(row, item);
    this.rowOf.set(item, row);
    return item;
  }

  remove(row) {
    const item = this.itemOf.get(row);
    if (!item) return; // too old already when it came
    this.itemOf.delete(row);
    item.remove();
    if (item === this.current) this.setCurrent(this.list.firstElementChild);
  }

  clear() {
    this.itemOf.clear();
    this.list.replaceChildren();
    this.current = undefined;
    this.empty.hidden = false;
    this.more.hidden = true;
  }

  // Choosing a row

  clicked(item) {
    if (item) this.onToggle(this.rowOf.get(item));
  }

  select(row) {
    if (this.selected) arrowOf(this.selected).setAttribute("aria-expanded", "false");
    this.selected = row && this.itemOf.get(row);
    if (!this.selected) return;
    arrowOf(this.selected).setAttribute("aria-expanded", "true");
    this.selected.scrollIntoView({ block: "nearest" });
  }

  focus(row) {
    const item = this.itemOf.get(row);
    if (item) arrowOf(item).focus();
  }

  /** One stop for the Tab key in the whole list; the arrow keys go on from there. */
  setCurrent(item) {
    if (this.current) arrowOf(this.current).tabIndex = -1;
    this.current = item ?? undefined;
    if (item) arrowOf(item).tabIndex = 0;
  }

  moveByKey(event) {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    const items = [...this.list.children];
    const item = items[move(items.indexOf(this.current), items.length)];
    if (!item) return;
    arrowOf(item).focus();
    this.onMove(this.rowOf.get(item));
  }

  // Scrolling

  toBottom() {
    this.following = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.more.hidden = true;
  }

  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.following = scrollHeight - scrollTop - clientHeight < NEAR_THE_BOTTOM;
    if (this.following) this.more.hidden = true;
  }

  /** Moving a node in the document forgets where it was scrolled to. */
  restorePosition() {
    if (this.selected) this.selected.scrollIntoView({ block: "nearest" });
    else this.toBottom();
  }
}

/** « Client » is left out where there is no room for it. */
function lifelineHead(participant) {
  const [, first, last] = /^(Client\u00a0)?(.*)$/.exec(participantName(participant));
  const words = element("span", {}, first && element("span", { class: "lifeline-word" }, first), last);
  return element("div", { class: "lifeline-head" }, participantMark(participant), words);
}

function arrowOf(item) {
  return item.querySelector(".diagram-arrow");
}
