/** The drawn picture: lifelines, the list of arrows, where it is scrolled to and where the keyboard is. */

import { button, element } from "../site/element.js";
import { participantClass, participantMark, participantName } from "./participants.js";
import { drawRow, updateRow } from "./rows.js";

const NEAR_THE_BOTTOM = 48;
const MOST_ANIMATED = 6;
const MOVES = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  Home: () => 0,
  End: (index, count) => count - 1,
};

export class Canvas {
  constructor(emptySentence, { onToggle, onMove }) {
    this.onToggle = onToggle;
    this.onMove = onMove;
    this.itemOf = new Map();
    this.rowOf = new WeakMap();
    this.build(emptySentence);
    this.listen();
  }

  build(emptySentence) {
    this.heads = element("div", { class: "diagram-heads", "aria-hidden": "true" });
    this.lines = element("div", { class: "diagram-lifelines", "aria-hidden": "true" });
    this.list = element("ol", { class: "diagram-list", role: "list", "aria-label": "Échanges, dans l’ordre du temps" });
    this.empty = element("p", { class: "diagram-empty" }, emptySentence);
    const ground = element("div", { class: "diagram-ground" }, this.lines, this.list, this.empty);
    this.scroller = element("div", { class: "diagram-scroller" }, this.heads, ground);
    const more = { class: "button small diagram-more", hidden: true };
    this.more = button("↓ Nouveaux échanges", more, () => this.toBottom());
    this.root = element("div", { class: "diagram-canvas" }, this.scroller, this.more);
  }

  listen() {
    this.list.addEventListener("click", ({ target }) => this.clicked(target.closest(".diagram-row")));
    this.list.addEventListener("focusin", ({ target }) => this.setCurrent(target.closest(".diagram-row")));
    this.list.addEventListener("keydown", (event) => this.moveByKey(event));
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
  }

  setLifelines(lifelines) {
    const last = Math.max(1, lifelines.length - 1);
    this.places = Object.fromEntries(lifelines.map((participant, index) => [participant, index / last]));
    this.heads.replaceChildren(...lifelines.map((participant) => this.placed(lifelineHead(participant), participant)));
    this.lines.replaceChildren(...lifelines.map((participant) => this.placed(element("i"), participant)));
  }

  placed(node, participant) {
    node.classList.add(participantClass(participant));
    node.style.setProperty("--place", this.places[participant]);
    return node;
  }

  /** Let `draw` add rows; stay at the bottom if the reader was there. */
  grow(count, draw) {
    if (count === 0) return;
    const following = this.isAtBottom();
    const last = this.list.lastElementChild;
    this.list.classList.toggle("diagram-list-animated", count <= MOST_ANIMATED);
    draw();
    if (following) this.toBottom();
    else if (this.list.lastElementChild !== last) this.more.hidden = false;
  }

  /** A new row, or one that a fold made longer. */
  draw(row) {
    const item = this.itemOf.get(row);
    if (item) return updateRow(item, row);
    return this.append(row);
  }

  append(row) {
    const item = drawRow(row, this.places);
    this.itemOf.set(row, item);
    this.rowOf.set(item, row);
    this.list.append(item);
    this.empty.hidden = true;
    if (!this.current) this.setCurrent(item);
  }

  remove(row) {
    const item = this.itemOf.get(row);
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
    this.current = item;
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

  isAtBottom() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_THE_BOTTOM;
  }

  toBottom() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.more.hidden = true;
  }

  scrolled() {
    if (this.isAtBottom()) this.more.hidden = true;
  }

  /** Moving a node in the document forgets where it was scrolled to. */
  restorePosition() {
    if (this.selected) this.selected.scrollIntoView({ block: "nearest" });
    else this.toBottom();
  }
}

function lifelineHead(participant) {
  const name = element("span", {}, participantName(participant));
  return element("div", { class: "lifeline-head" }, participantMark(participant), name);
}

function arrowOf(item) {
  return item.querySelector(".diagram-arrow");
}
