/**
 * Plays a task's steps in a fresh pane, out of sight, and returns the record: what a script did, for the stage to judge
 * (workbench/stage/commands.py says what both hold).
 *
 *   const record = await play(steps, { address, connections });     // rejected with Stuck when a script never ends
 */

import { element } from "../site/element.js";
import { Pane } from "./pane.js";
import { FROM_PANE, isKnown } from "./protocol.js";

/** The robot's name among the clients: what it asks for is not the pupil's. */
export const ROBOT = "robot";
const SOON = 40; // milliseconds without news that end a step of a page that waits for nothing,
const BETWEEN = 150; // of one that has timers or animations,
const AFTER = 500; // and the last step of such a one
const PATIENCE = 10_000; // for one step
const TICK = 20;

export class Stuck extends Error {}

export async function play(steps, { address, connections }) {
  const host = element("div", { class: "robot", "aria-hidden": "true", inert: "" });
  document.body.append(host);
  const pane = new PlayedPane({ host, address, connections, client: ROBOT, onShown() {}, onNote() {}, onAsk() {}, onStuck() {} });
  pane.selectors = steps.flatMap(selectorsOf);
  try {
    const record = [];
    for (const [rank, step] of steps.entries()) record.push(await inTime(pane.play(step, rank < steps.length - 1 ? BETWEEN : AFTER)));
    return record;
  } finally {
    pane.close();
    host.remove();
  }
}

function selectorsOf({ click, submit, fill = {} }) {
  return [click, submit, ...Object.keys(fill)].filter(Boolean);
}

function inTime(work) {
  return Promise.race([work, pause(PATIENCE).then(() => Promise.reject(new Stuck()))]);
}

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

class PlayedPane extends Pane {
  isPlayed = true;
  underWay = 0; // requests, and answers of the page that are still to come
  lastNews = 0;
  news = nothing();

  async play(step, silence) {
    await this.act(step);
    await this.quiet(SOON);
    for (let isStill = await this.look(); !isStill; isStill = await this.look(true)) await this.quiet(silence);
    const { seen, news } = this;
    this.news = nothing();
    return { url: this.url?.pathname ?? "", ...seen, ...news };
  }

  act(step) {
    if (step.open) return this.visit("GET", step.open);
    if (step.wait) return pause(step.wait);
    if (step.frame) return this.sockets.forEach((_, id) => this.port.postMessage({ type: "socket", id, event: "message", data: step.frame }));
    return this.asked({ type: "act", step });
  }

  /** Nothing under way, nothing new for so many milliseconds. */
  async quiet(silence) {
    this.lastNews = performance.now();
    while (this.underWay || performance.now() - this.lastNews < silence) await pause(TICK);
  }

  /** False when something happened while the page was looked at, or will, unless that has been waited for. */
  async look(waited = false) {
    const before = this.lastNews;
    this.seen = { title: "", text: "", focus: "", elements: {} };
    this.waits = false;
    if (this.frame) await this.asked({ type: "look", selectors: this.selectors });
    return before === this.lastNews && (waited || !this.waits);
  }

  /** Ask the page, and wait for its answer: a slow PC is waited for. */
  asked(message) {
    return new Promise((resolve) => {
      this.answered = resolve;
      this.port.postMessage(message);
    });
  }

  isNew() {
    this.lastNews = performance.now();
  }

  async during(work) {
    this.underWay += 1;
    this.isNew();
    try {
      return await work;
    } finally {
      this.underWay -= 1;
      this.isNew();
    }
  }

  // What the page does

  visit(...asked) {
    return this.during(super.visit(...asked));
  }

  ask(method, url, ...rest) {
    this.news.requests.push(`${method} ${url.pathname}${url.search}`);
    return this.during(super.ask(method, url, ...rest));
  }

  show(...shown) {
    this.isLoaded?.(); // a page that another one has overtaken
    const loaded = new Promise((resolve) => { this.isLoaded = resolve; });
    return Promise.all([super.show(...shown), loaded]);
  }

  /** The robot is the server of the page's sockets: nothing comes but what its steps say. */
  openSocket({ id, url }) {
    const { port } = this;
    const address = this.own(url.replace(/^ws/, "http"));
    this.news.sockets.push(address ? address.pathname + address.search : url);
    this.sockets.set(id, { send: (data) => this.news.frames.push(String(data)), close: () => this.sockets.delete(id), drop() {} });
    port.postMessage({ type: "socket", id, event: "open" });
  }

  heard(message) {
    super.heard(message);
    if (isKnown(FROM_PANE, message)) (HEARD[message.type] ?? HEARD.other)(this, message);
  }
}

const HEARD = {
  acted: (pane) => pane.answered(),
  seen(pane, { title, text, focus, waits, elements }) {
    pane.waits = waits;
    pane.seen = { title, text, focus, elements };
    pane.answered();
  },
  error(pane, { text, file, line }) {
    pane.news.errors.push({ text, file: file ?? "", line });
    pane.isNew();
  },
  loaded: (pane) => pane.isLoaded(),
  other: (pane) => pane.isNew(),
};

function nothing() {
  return { requests: [], sockets: [], frames: [], errors: [] };
}
