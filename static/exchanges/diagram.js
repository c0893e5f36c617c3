/**
 * The live sequence diagram of the exchanges: a list of arrows, each of which opens.
 *
 *   import { createDiagram } from "../exchanges/diagram.js";      // and link exchanges/diagram.css
 *   import { openFeed } from "../exchanges/feed.js";
 *
 *   const diagram = createDiagram(element, { lifelines: ["A", "server", "B"], onClear: () => feed.clear() });
 *   const feed = openFeed({
 *     address: "/ws/echanges",
 *     onEvents: (events) => diagram.add(events),
 *     onCleared: () => diagram.clear(),
 *     onStatus: (status) => diagram.showStatus(status),
 *   });
 *   element.addEventListener("open-code", ({ detail: { name, file, line } }) => …);
 *
 * Options, all optional:
 *   lifelines   who stands from left to right, among "A", "B", "C" and "server"; default ["A", "server"]. Events of a
 *               client that is not named are left out.
 *   title       the accessible name, default « Échanges entre clients et serveur »
 *   headers     names of the headers that are read at once when an arrow opens; the others are folded
 *   vocabulary  what the application's own words mean: { frames: { type: { gloss, says, periodic } }, closings: { code:
 *               sentence } }. `gloss` explains the type, `says(frame)` sums a frame up, `periodic` ones are folded.
 *   unfolded    true: at first nothing is folded
 *   hideFiles   true: requests of /static/… and their answers are hidden, and a box in the toolbar shows them
 *   onClear     called when the reader clicks « Effacer » (the picture is already empty)
 *   empty       the sentence shown while there is nothing
 *   static      true: no toolbar, no scrolling, nothing folded, grows with its content; give `events` too (handouts)
 *   events      the first events
 *
 * Returns { add(events), clear(), showStatus(status) }.
 *
 * Events are those of the feed. One whose `seq` was told already repeats it: `count` is how many frames it stands for,
 * `until` the moment of the last. Drawn by hand (static), an event may lack `seq`, `at` and `exchange`, and may have
 *   label       its short label, instead of the one made from its content
 *   mark        "missing", "extra" or "ok": expected but absent, too many, as expected
 *
 * The height is the CSS variable --diagram-height (default min(70vh, 42rem)) of the element or of one around it.
 * The element gets one CustomEvent: "open-code", bubbling, with detail { name, file, line }.
 */

import { element } from "../site/element.js";
import { plural } from "../site/french.js";
import { Canvas } from "./canvas.js";
import { createDetails } from "./details.js";
import { wordsFor } from "./labels.js";
import { Memory } from "./memory.js";
import { createPainter } from "./painter.js";
import { Picture, latest } from "./picture.js";
import { createProjection } from "./projection.js";
import { createToolbar } from "./toolbar.js";

const DEFAULTS = {
  lifelines: ["A", "server"],
  title: "Échanges entre clients et serveur",
  empty: "Aucun échange pour l’instant\u00a0: agissez dans le cadre du navigateur.",
  headers: ["Content-Type", "Location", "Upgrade"],
  vocabulary: {},
  events: [],
};
const NOT_KNOWN =
  "Le serveur ne reconnaît pas ce navigateur. S’il refuse les cookies, autorisez-les, puis rechargez la page.";
const MOST_EVENTS = 1000;

/** Which kinds are the other half of an exchange, and the words that lead there. */
const OTHER_HALF = {
  request: { kinds: ["response"], text: "Voir la réponse" },
  response: { kinds: ["request"], text: "Voir la requête" },
  handshake: { kinds: ["accepted", "refused"], text: "Voir la réponse" },
  accepted: { kinds: ["handshake"], text: "Voir la demande" },
  refused: { kinds: ["handshake"], text: "Voir la demande" },
};

export function createDiagram(host, options = {}) {
  return new Diagram(host, { ...DEFAULTS, ...options });
}

class Diagram {
  constructor(host, options) {
    this.host = host;
    this.options = options;
    this.hidingFiles = Boolean(options.hideFiles);
    this.folding = !options.static && !options.unfolded;
    this.paused = false;
    this.events = []; // drawn
    this.arrived = []; // to be drawn
    this.waiting = []; // held back while paused
    this.memory = new Memory();
    this.picture = this.newPicture();
    this.build(options);
    this.add(options.events);
  }

  newPicture() {
    const { vocabulary } = this.options;
    return new Picture({ vocabulary, folding: this.folding, sockets: this.socketsAtStart });
  }

  build({ lifelines, headers, vocabulary, title, empty, static: still }) {
    const reading = { headers: headers.map((name) => name.toLowerCase()), vocabulary, allHeaders: false };
    const answers = { onToggle: (row) => this.toggle(row), onMove: (row) => this.follow(row) };
    this.canvas = new Canvas(lifelines, empty, answers);
    this.details = createDetails({ reading, onClose: () => this.close(), onOpenCode: (view) => this.openCode(view) });
    const body = element("div", { class: "diagram-body" }, this.canvas.root, this.details.root);
    this.root = element("section", { class: "diagram", "aria-label": title, "data-static": Boolean(still) });
    if (!still) this.root.append(this.buildToolbar());
    this.root.append(body);
    this.root.addEventListener("keydown", (event) => this.closeByKey(event));
    this.projection = createProjection(this.host, this.root, { title, onChange: (large) => this.projected(large) });
    this.painter = createPainter(this.root, () => this.paint());
  }

  buildToolbar() {
    this.toolbar = createToolbar({
      folding: this.folding,
      onPause: () => this.setPaused(!this.paused),
      onStep: () => this.step(),
      onErase: () => this.erase(),
      onProject: () => this.projection.toggle(),
      onFold: (folding) => this.redrawWith({ folding }),
      onHideFiles: (hidingFiles) => this.redrawWith({ hidingFiles }),
    });
    return this.toolbar.root;
  }

  // Events come in

  add(events) {
    const concerned = events.filter(({ client }) => this.options.lifelines.includes(client));
    const noted = concerned.map((event) => this.memory.note(event));
    if (this.paused) this.keep(noted);
    else this.show(noted);
  }

  keep(events) {
    this.waiting = [...this.waiting, ...events].slice(-MOST_EVENTS);
    this.showWaiting();
  }

  show(events) {
    if (!events.length) return;
    this.arrived = [...this.arrived, ...events].slice(-MOST_EVENTS);
    if (this.toolbar) this.painter.ask();
    else this.painter.now();
  }

  /** All that arrived, in one pass. */
  paint() {
    const events = this.arrived;
    this.arrived = [];
    this.events = [...this.events, ...events].slice(-MOST_EVENTS);
    this.drawEvents(events);
  }

  drawEvents(events) {
    const rows = events.filter((event) => !this.isHidden(event)).map((event) => this.picture.add(event));
    const dropped = new Set(this.picture.dropOldest());
    const shown = [...new Set(rows)].filter((row) => row && !dropped.has(row));
    this.offerChoices(events);
    this.canvas.draw(shown, [...dropped]);
    this.root.classList.toggle("diagram-timed", this.picture.start !== undefined);
  }

  isHidden(event) {
    return this.hidingFiles && this.memory.isFile(event);
  }

  offerChoices(events) {
    if (!this.toolbar) return;
    if (this.hidingFiles && events.some((event) => this.isHidden(event))) this.toolbar.offerFiles();
    if (events.some(({ kind }) => kind === "accepted") || events.some((event) => this.isPeriodic(event))) {
      this.toolbar.offerFolding();
    }
  }

  isPeriodic(event) {
    return event.kind === "frame" && wordsFor(event, this.options.vocabulary).periodic;
  }

  redraw() {
    this.close();
    this.canvas.clear();
    this.picture = this.newPicture();
    this.drawEvents(this.events);
  }

  // The reader's commands

  setPaused(paused) {
    this.paused = paused;
    this.toolbar.showPaused(paused);
    this.show(this.waiting.splice(0));
    this.showWaiting();
  }

  step() {
    if (!this.paused) return this.setPaused(true);
    const next = this.waiting.findIndex((event) => !this.isHidden(event));
    this.show(this.waiting.splice(0, next < 0 ? this.waiting.length : next + 1));
    return this.showWaiting();
  }

  showWaiting() {
    const count = this.waiting.filter((event) => !this.isHidden(event)).length;
    const news = count ? plural(count, "nouveau", "nouveaux") : "en pause";
    this.canvas.sayWaiting(this.paused ? news : "");
  }

  erase() {
    this.clear();
    this.options.onClear?.();
  }

  clear() {
    this.close();
    this.events = [];
    this.arrived = [];
    this.waiting = [];
    this.socketsAtStart = this.picture.sockets;
    this.picture = this.newPicture();
    this.canvas.clear();
    this.showWaiting();
  }

  redrawWith(choice) {
    Object.assign(this, choice);
    this.redraw();
  }

  projected(large) {
    this.toolbar.showProjection(large);
    this.canvas.restorePosition();
  }

  showStatus(status) {
    this.toolbar?.showStatus(status);
    this.canvas.sayEmpty(status === "refused" ? NOT_KNOWN : this.options.empty);
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
    const view = latest(row).view ?? this.memory.view(row.exchange);
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
    if (event.key !== "Escape" || !this.opened || this.projection.isOpen()) return;
    event.stopPropagation();
    const row = this.opened;
    this.close();
    this.canvas.focus(row);
  }

  openCode(view) {
    this.projection.leave();
    this.host.dispatchEvent(new CustomEvent("open-code", { bubbles: true, detail: view }));
  }
}
