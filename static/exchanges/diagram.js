/**
 * The live sequence diagram of the exchanges: a list of arrows, each of which opens.
 *
 *   import { createDiagram } from "../exchanges/diagram.js";      // and link exchanges/diagram.css
 *   import { openFeed } from "../exchanges/feed.js";
 *
 *   const diagram = createDiagram(element, { lifelines: ["A", "server", "B"], onClear: () => feed.clear() });
 *   const feed = openFeed({
 *     onEvents: (events) => diagram.add(events),
 *     onCleared: () => diagram.clear(),
 *     onStatus: (status) => diagram.showStatus(status),
 *   });
 *   element.addEventListener("open-code", ({ detail: { name, file, line } }) => …);
 *
 * Options, all optional:
 *   lifelines  who stands from left to right, among "A", "B", "C", "" (a client without a letter), "server" and
 *              "database". Events of a client that is not named are left out. Without it they come as clients come.
 *   title      the accessible name, default « Échanges entre clients et serveur »
 *   hideFiles  true: requests of /static/… and their answers are hidden, and a box in the toolbar shows them
 *   folded     types of JSON frames that are folded while nothing else happens, default ["elapsed"]
 *   onClear    called when the reader clicks « Effacer » (the picture is already empty)
 *   empty      the sentence shown while there is nothing
 *   static     true: no toolbar, no scrolling, grows with its content; give `events` too (exercises, handouts)
 *   events     the first events
 *
 * Returns { add(events), clear(), showStatus(status), destroy() }.
 *
 * Events are those of the feed. Drawn by hand (static), an event may lack `seq`, `at` and `exchange`, and may have
 *   label      its short label, instead of the one made from its content
 *   mark       "missing", "extra" or "ok": expected but absent, too many, as expected
 *   kind       also "query" and "result" { text }: between the server and the database
 *
 * The height is the CSS variable --diagram-height (default min(70vh, 42rem)) of the element or of one around it.
 * The element gets one CustomEvent: "open-code", bubbling, with detail { name, file, line }.
 */

import { createBoard } from "./board.js";
import { Canvas } from "./canvas.js";
import { createDetails } from "./details.js";
import { element } from "../site/element.js";
import { endsOf } from "./labels.js";
import { arrangeLifelines } from "./participants.js";
import { addToPicture, dropOldest, isPeriodic, latest, newPicture } from "./picture.js";
import { createToolbar } from "./toolbar.js";

const TITLE = "Échanges entre clients et serveur";
const EMPTY = "Aucun échange pour l’instant : agissez dans le cadre du navigateur.";
const MOST_EVENTS = 1000;
const MOST_VIEWS = 300;
const FILES = "/static/";

/** Which kinds are the other half of an exchange, and the words that lead there. */
const OTHER_HALF = {
  request: { kinds: ["response"], text: "Voir la réponse" },
  response: { kinds: ["request"], text: "Voir la requête" },
  handshake: { kinds: ["accepted", "refused"], text: "Voir la réponse" },
  accepted: { kinds: ["handshake"], text: "Voir la demande" },
  refused: { kinds: ["handshake"], text: "Voir la demande" },
};

export function createDiagram(host, options = {}) {
  return new Diagram(host, options);
}

class Diagram {
  constructor(host, options) {
    const { lifelines, folded, hideFiles, onClear, events = [], title = TITLE, empty = EMPTY, static: still } = options;
    this.host = host;
    this.lifelines = lifelines;
    this.hidingFiles = Boolean(hideFiles);
    this.folded = folded ?? (still ? [] : ["elapsed"]);
    this.onClear = onClear;
    this.folding = true;
    this.paused = false;
    this.events = [];
    this.waiting = [];
    this.participants = new Set(["A"]);
    this.views = new Map();
    this.files = new Set();
    this.picture = newPicture(this.folded);
    this.build(title, empty, still);
    this.canvas.setLifelines(lifelines ?? arrangeLifelines(this.participants));
    this.add(events);
  }

  build(title, empty, still) {
    this.canvas = new Canvas(empty, { onToggle: (row) => this.toggle(row), onMove: (row) => this.follow(row) });
    this.details = createDetails({ onClose: () => this.close(), onOpenCode: (view) => this.openCode(view) });
    const body = element("div", { class: "diagram-body" }, this.canvas.root, this.details.root);
    this.root = element("section", { class: "diagram", "aria-label": title, "data-static": Boolean(still) });
    if (!still) this.root.append(this.buildToolbar());
    this.root.append(body);
    this.root.addEventListener("keydown", (event) => this.closeByKey(event));
    this.board = createBoard(this.host, this.root, { title, onChange: (large) => this.boardChanged(large) });
  }

  buildToolbar() {
    this.toolbar = createToolbar({
      onPause: () => this.setPaused(!this.paused),
      onStep: () => this.step(),
      onErase: () => this.erase(),
      onBoard: () => this.board.toggle(),
      onFold: (folding) => this.redrawWith({ folding }),
      onHideFiles: (hidingFiles) => this.redrawWith({ hidingFiles }),
    });
    return this.toolbar.root;
  }

  // Events come in

  add(events) {
    const concerned = events.filter((event) => this.concerns(event));
    if (this.paused) this.keep(concerned);
    else this.show(concerned);
  }

  concerns({ client }) {
    return !this.lifelines || client === undefined || this.lifelines.includes(client);
  }

  keep(events) {
    this.waiting = [...this.waiting, ...events].slice(-MOST_EVENTS);
    this.showWaiting();
  }

  show(events) {
    this.canvas.grow(events.length, () => events.forEach((event) => this.showOne(event)));
  }

  showOne(event) {
    this.events.push(event);
    if (this.events.length > MOST_EVENTS) this.events.shift();
    this.rememberView(event);
    if (this.welcome(event)) this.redraw();
    else this.draw(event);
  }

  /** The answer and all frames of a socket come from the code that the request named. */
  rememberView({ exchange, view }) {
    if (!view || exchange === undefined) return;
    this.views.set(exchange, view);
    if (this.views.size > MOST_VIEWS) this.views.delete(this.views.keys().next().value);
  }

  /** Is somebody new? Then there is one lifeline more, and every arrow moves. */
  welcome(event) {
    if (this.lifelines) return false;
    const before = this.participants.size;
    Object.values(endsOf(event)).forEach((participant) => this.participants.add(participant));
    if (this.participants.size === before) return false;
    this.canvas.setLifelines(arrangeLifelines(this.participants));
    return true;
  }

  draw(event) {
    if (this.isHidden(event)) this.toolbar?.offerFiles();
    else this.drawArrow(event);
  }

  /** Is it a request of a file, or the answer to one, and are they hidden? */
  isHidden({ kind, path = "", exchange }) {
    if (kind === "request" && path.startsWith(FILES)) this.files.add(exchange);
    return this.hidingFiles && this.files.has(exchange);
  }

  drawArrow(event) {
    if (isPeriodic(this.folded, event)) this.toolbar?.offerFolding();
    const row = addToPicture(this.picture, event);
    if (row) this.canvas.draw(row);
    this.root.classList.toggle("diagram-timed", this.picture.start !== undefined);
    dropOldest(this.picture).forEach((old) => this.canvas.remove(old));
  }

  redraw() {
    this.close();
    this.canvas.clear();
    this.picture = newPicture(this.folding ? this.folded : [], this.socketsAtStart);
    this.events.forEach((event) => this.draw(event));
  }

  // The reader's commands

  setPaused(paused) {
    this.paused = paused;
    const late = this.waiting.splice(0);
    this.toolbar.showPaused(paused, 0);
    this.show(late);
  }

  step() {
    if (!this.paused) return this.setPaused(true);
    const next = this.waiting.findIndex((event) => !this.isHidden(event));
    this.show(this.waiting.splice(0, next < 0 ? this.waiting.length : next + 1));
    return this.showWaiting();
  }

  showWaiting() {
    this.toolbar.showPaused(true, this.waiting.filter((event) => !this.isHidden(event)).length);
  }

  erase() {
    this.clear();
    this.onClear?.();
  }

  clear() {
    this.close();
    this.events = [];
    this.waiting = [];
    this.socketsAtStart = this.picture.sockets;
    this.picture = newPicture(this.folding ? this.folded : [], this.socketsAtStart);
    this.canvas.clear();
    this.toolbar?.showPaused(this.paused, 0);
  }

  redrawWith(choice) {
    Object.assign(this, choice);
    this.canvas.grow(Infinity, () => this.redraw());
  }

  boardChanged(large) {
    this.toolbar.showBoard(large);
    this.canvas.restorePosition();
  }

  showStatus(status) {
    this.toolbar?.showStatus(status);
  }

  // One arrow, opened

  toggle(row) {
    if (this.opened === row) this.close();
    else this.open(row);
  }

  /** Moving along the list with the arrow keys takes an open pane along. */
  follow(row) {
    if (this.opened) this.open(row);
  }

  open(row) {
    this.opened = row;
    const view = latest(row).view ?? this.views.get(row.exchange);
    this.details.show(row, { view, related: this.otherHalf(row) });
    this.canvas.select(row);
  }

  otherHalf(row) {
    const half = OTHER_HALF[latest(row).kind];
    const found = half && this.picture.rows.find((other) => this.answers(row, other, half.kinds));
    return found ? [{ text: half.text, open: () => this.openAndFocus(found) }] : [];
  }

  answers(row, other, kinds) {
    return row.exchange !== undefined && other.exchange === row.exchange && kinds.includes(latest(other).kind);
  }

  openAndFocus(row) {
    this.open(row);
    this.canvas.focus(row);
  }

  close() {
    this.opened = undefined;
    this.details.hide();
    this.canvas.select(undefined);
  }

  closeByKey(event) {
    if (event.key !== "Escape" || !this.opened || this.board.isOpen()) return;
    event.stopPropagation();
    const row = this.opened;
    this.close();
    this.canvas.focus(row);
  }

  openCode(view) {
    this.board.leave();
    this.host.dispatchEvent(new CustomEvent("open-code", { bubbles: true, detail: view }));
  }

  destroy() {
    this.board.leave();
    this.host.replaceChildren();
  }
}
