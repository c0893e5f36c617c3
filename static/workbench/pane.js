/**
 * The result: a small browser on the pupil's site. Each page gets a fresh frame without an origin, in which `inside/`
 * writes it; links, forms, fetch, sockets and F5 in it come as messages and become connections to the project.
 *
 *   const pane = new Pane({ host, client: "A", address, connections, onShown(url), onNote(text), onStuck() });
 *   pane.visit("GET", "/chat");  pane.reload();  pane.move(-1);  pane.stop();
 */

import { outside, page, toHtml } from "./answer-page.js";
import { HOST, Lost } from "./connections.js";
import { stopWatching, watchDepartures } from "./departures.js";
import { Jar } from "./jar.js";
import { forget, remember } from "./left-running.js";
import { createMeter, FROM_PANE, isKnown } from "./protocol.js";

const MOST_REDIRECTS = 10;
const MOST_SOCKETS = 20;
const MOST_MESSAGES = 1000; // a second
const MOST_VISITS = 40; // by links and forms, in ten seconds
const MOST_IN_A_ROW = 10; // pages that a script left within
const SOON = 3000; // milliseconds of being shown
const PATIENCE = 10_000; // milliseconds for a fresh frame to be there
const BEAT = 1000; // milliseconds between two questions whether the page is alive
const MOST_SILENT_BEATS = 8;
const ROUND = "Votre page se recharge sans fin\u00a0: elle a été arrêtée.";
const EMPTY_HEADERS = { accept: "text/html,*/*;q=0.8", "accept-language": "fr-FR,fr;q=0.9" };

export class Pane {
  constructor({ host, client, address, connections, onShown, onNote, onAsk, onStuck }) {
    Object.assign(this, { host, client, address, connections, onShown, onNote, onAsk, onStuck });
    this.jar = new Jar();
    this.storages = { localStorage: {}, sessionStorage: {} };
    this.home = "/"; // where it opens
    this.past = [];
    this.at = -1;
    this.turn = 0;
    this.inARow = 0;
    this.sockets = new Map();
    this.goesRound = createMeter(MOST_VISITS, 10_000);
    this.watch = (event) => this.heardFrame(event);
    addEventListener("message", this.watch);
    this.beats = setInterval(() => this.beat(), BEAT);
    watchDepartures(this);
  }

  get url() {
    return this.past[this.at];
  }

  // Visits

  /** Ask the project for a page and show it. A visit that another has overtaken is dropped. */
  async visit(method, address, { headers = {}, body = null, keepPlace = false } = {}) {
    const url = this.own(address);
    if (!url) return this.onNote(`Ce lien mène hors de votre serveur\u00a0: ${String(address).slice(0, 200)}`);
    this.turn += 1;
    const turn = this.turn;
    this.coming = method === "GET" && !keepPlace ? url : undefined;
    try {
      const answer = await this.follow(method, url, { ...EMPTY_HEADERS, ...this.referer(), ...headers }, body);
      if (turn === this.turn) await this.show(answer, keepPlace, turn);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      if (turn === this.turn) this.isLost();
    }
  }

  referer() {
    return this.url ? { referer: `http://${HOST}${this.url.pathname}${this.url.search}` } : {};
  }

  isLost() {
    this.coming = undefined;
    this.onNote("Votre serveur n’a pas répondu.");
  }

  /** The page again; one that was asked for and has not come yet is not given up for the one before it. */
  reload() {
    return this.coming ? this.visit("GET", this.coming) : this.visit("GET", this.url ?? this.home, { keepPlace: true });
  }

  move(by) {
    const at = this.at + by;
    if (!this.past[at]) return undefined;
    this.at = at;
    this.coming = undefined;
    return this.reload();
  }

  /** The URL if it is one of the pupil's own site, whichever of its two names it was given; else undefined. */
  own(address) {
    try {
      const url = new URL(address, this.url ?? location.origin);
      const ours = url.host === location.host || url.host === HOST;
      return ours ? new URL(url.pathname + url.search + url.hash, location.origin) : undefined;
    } catch {
      return undefined;
    }
  }

  /** One request and the redirects that follow from it. Returns { status, headers, body, url }. */
  async follow(method, url, headers, body) {
    for (let tries = 0; tries < MOST_REDIRECTS; tries += 1) {
      const answer = await this.ask(method, url, headers, body);
      const location = answer.headers.find(([name]) => name === "location")?.[1];
      if (answer.status < 300 || answer.status > 399 || !location) return { ...answer, url };
      const next = this.own(new URL(location, url));
      if (!next) return outside(location, url);
      next.hash ||= url.hash;
      if (answer.status < 307) [method, body, headers] = ["GET", null, { ...EMPTY_HEADERS }];
      url = next;
    }
    return page("<p>Ces redirections tournent en rond.</p>", url);
  }

  async ask(method, url, headers, body) {
    const origin = method === "GET" || method === "HEAD" ? {} : { origin: `http://${HOST}` };
    const all = { ...headers, ...origin, ...this.jar.header() };
    const answer = await this.connections.request({ client: this.client, method, url, headers: all, body });
    answer.headers.filter(([name]) => name === "set-cookie").forEach(([, text]) => this.jar.set(text));
    return answer;
  }

  // A fresh frame for each page

  async show(answer, keepPlace, turn) {
    const frame = await this.freshFrame();
    if (turn !== this.turn) return frame.remove();
    this.leavePage();
    this.coming = undefined;
    this.frame = frame;
    if (!keepPlace || this.at < 0) this.past = [...this.past.slice(0, this.at + 1), answer.url];
    this.at = keepPlace ? Math.max(this.at, 0) : this.past.length - 1;
    this.past[this.at] = answer.url;
    frame.hidden = false;
    this.handOver(frame, answer);
    return this.onShown(answer.url, answer.status);
  }

  /** A promise of the frame, once it is there; a visit that is overtaken meanwhile gets none. */
  freshFrame() {
    this.dropFresh();
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts allow-forms");
    frame.title = `Page du client ${this.client}`;
    frame.hidden = true;
    frame.src = this.address;
    this.fresh = frame;
    return new Promise((resolve) => {
      frame.isReady = () => resolve(frame);
      setTimeout(() => this.fresh === frame && !document.hidden && this.isStuck(), PATIENCE);
      this.host.append(frame);
    });
  }

  dropFresh() {
    this.fresh?.remove();
    this.fresh = undefined;
  }

  heardFrame({ source, data }) {
    if (source === this.fresh?.contentWindow && data === "ready") {
      const frame = this.fresh;
      this.fresh = undefined;
      frame.isReady();
    } else if (this.frame && source === this.frame.contentWindow && data === "ready") {
      this.leaves(this.url); // it has left its document, and came back to an empty one
    }
  }

  /** A script of the page goes elsewhere, or asks for the same page again. */
  leaves(address, at = performance.now()) {
    this.inARow = at - this.shownAt < SOON ? this.inARow + 1 : 0;
    if (this.inARow > MOST_IN_A_ROW) return this.stop(ROUND);
    const visit = this.visit("GET", address); // which says so where it leads outside
    return this.own(address) ? visit : this.reload();
  }

  /** A link or a form of the page. */
  followed({ method, url, headers, body }) {
    return this.goesRound() ? this.stop(ROUND) : this.visit(method, url, { headers, body });
  }

  handOver(frame, { url, headers, body }) {
    const { port1, port2 } = new MessageChannel();
    const floods = createMeter(MOST_MESSAGES);
    this.port = port1;
    this.silent = 0;
    this.shownAt = performance.now();
    this.hasLoaded = false;
    port1.onmessage = ({ data }) => {
      if (frame !== this.frame) return;
      if (floods()) this.stop("Votre page envoie trop de messages à la fois\u00a0: elle a été arrêtée.");
      else this.heard(data);
    };
    remember(this.client);
    const shown = { html: toHtml(headers, body), url: url.href, host: HOST, cookie: this.jar.text(), ...this.storages, isPlayed: this.isPlayed };
    frame.contentWindow.postMessage(shown, "*", [port2]);
  }

  leavePage() {
    this.sockets.forEach((socket) => socket.drop());
    this.sockets.clear();
    this.port?.close();
    this.frame?.remove();
    this.frame = this.port = undefined;
  }

  stop(reason) {
    this.turn += 1;
    this.coming = undefined;
    this.leavePage();
    if (reason) this.onNote(reason);
  }

  close() {
    clearInterval(this.beats);
    stopWatching(this);
    forget(this.client);
    removeEventListener("message", this.watch);
    this.stop();
    this.dropFresh();
  }

  // An endless script

  /** Not while the page is hidden: browsers slow the clocks of such pages down. Before it is loaded it need not answer. */
  beat() {
    if (!this.port || document.hidden) return;
    this.silent += 1;
    if (this.silent > MOST_SILENT_BEATS) this.isStuck();
    else if (this.hasLoaded) this.port.postMessage({ type: "ping" });
  }

  isStuck() {
    this.dropFresh();
    this.stop();
    this.onStuck();
  }

  /** A promise of the page's answer, which never comes from one that left. */
  isThere() {
    if (!this.port) return Promise.resolve(true); // nothing is shown, nothing left
    this.port.postMessage({ type: "ping" });
    return new Promise((resolve) => { this.answersNow = () => resolve(true); });
  }

  // What a page says

  heard(message) {
    this.silent = 0;
    if (!isKnown(FROM_PANE, message)) return console.error("pane: unknown message", message?.type);
    return this.answers[message.type]?.call(this, message);
  }

  answers = {
    visit: (message) => this.followed(message),
    history: ({ by }) => this.move(by),
    request: (message) => this.fetched(message),
    open: (message) => this.openSocket(message),
    send: ({ id, data }) => this.sockets.get(id)?.send(data),
    close: ({ id, code, reason }) => this.sockets.get(id)?.close(code, reason),
    storage: ({ kind, data }) => { this.storages[kind] = data; },
    cookie: ({ text }) => this.jar.set(text),
    loaded: () => this.loaded(),
    error: ({ text, line }) => this.onNote(["JavaScript\u00a0:", text, line && `(ligne ${line})`].filter(Boolean).join(" "), "error"),
    note: ({ text }) => this.onNote(text),
    save: () => this.onAsk("save"),
    check: () => this.onAsk("check"),
    pong: () => this.isAnswered(),
  };

  /** Its scripts have run: is there an answer now, it can be run again. */
  loaded() {
    this.hasLoaded = true;
    this.port.postMessage({ type: "ping" });
  }

  isAnswered() {
    this.answersNow?.();
    if (this.hasLoaded) forget(this.client);
  }

  async fetched({ id, method, url, headers, body }) {
    const port = this.port;
    try {
      const { body: content, ...answer } = await this.follow(method, this.own(url), { accept: "*/*", ...this.referer(), ...headers }, body);
      port.postMessage({ type: "answer", id, ...answer, url: answer.url.href, body: content });
    } catch {
      port.postMessage({ type: "answer", id, failed: true });
    }
  }

  openSocket({ id, url }) {
    const port = this.port;
    const say = (event, fields) => port.postMessage({ type: "socket", id, event, ...fields });
    const address = this.own(url.replace(/^ws/, "http"));
    if (!address || this.sockets.size >= MOST_SOCKETS) return say("close", { code: 1006, reason: "" });
    const listeners = {
      onOpen: () => say("open"),
      onMessage: (data) => say("message", { data }),
      onClose: (closing) => this.sockets.delete(id) && say("close", closing),
    };
    const socket = this.connections.socket({ client: this.client, url: address, headers: this.jar.header() }, listeners);
    return this.sockets.set(id, socket);
  }
}
