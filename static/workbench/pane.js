/**
 * The result: a small browser on the pupil's site. Each page gets a fresh frame without an origin, in which `inside/`
 * writes it; links, forms, fetch, sockets and F5 in it come as messages and become connections to the project.
 *
 *   const pane = new Pane({ host, client: "A", address, connections, onShown(url), onNote(text), onBusy(busy) });
 *   pane.visit("GET", "/chat");  pane.reload();  pane.move(-1);  pane.stop();
 */

import { HOST, Lost } from "./connections.js";
import { createMeter, FROM_PANE, isKnown } from "./protocol.js";
import { keptForever } from "../site/store.js";
import { Jar } from "./jar.js";

const MOST_REDIRECTS = 10;
const MOST_SOCKETS = 20;
const MOST_MESSAGES = 1000; // a second
const PATIENCE = 5000; // milliseconds for a fresh frame to be there
/** A page of the project runs and has not answered yet. It must outlive the tab, which may have been killed for it. */
const running = keptForever("workbench.running", null);
const EMPTY_HEADERS = { accept: "text/html,*/*;q=0.8", "accept-language": "fr-FR,fr;q=0.9" };

export class Pane {
  constructor({ host, client, address, connections, onShown, onNote, onAsk }) {
    Object.assign(this, { host, client, address, connections, onShown, onNote, onAsk });
    this.jar = new Jar();
    this.storages = { localStorage: {}, sessionStorage: {} };
    this.home = "/"; // where it opens
    this.past = [];
    this.at = -1;
    this.turn = 0;
    this.sockets = new Map();
    this.watch = (event) => this.heardFrame(event);
    addEventListener("message", this.watch);
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
    try {
      const answer = await this.follow(method, url, { ...EMPTY_HEADERS, ...this.referer(), ...headers }, body);
      if (turn === this.turn) await this.show(answer, keepPlace, turn);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      if (turn === this.turn) this.onNote("Votre serveur n’a pas répondu.");
    }
  }

  referer() {
    return this.url ? { referer: `http://${HOST}${this.url.pathname}${this.url.search}` } : {};
  }

  reload() {
    return this.visit("GET", this.url ?? this.home, { keepPlace: true });
  }

  move(by) {
    const at = this.at + by;
    if (!this.past[at]) return undefined;
    this.at = at;
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
    this.frame = frame;
    if (!keepPlace || this.at < 0) this.past = [...this.past.slice(0, this.at + 1), answer.url];
    this.at = keepPlace ? Math.max(this.at, 0) : this.past.length - 1;
    this.past[this.at] = answer.url;
    frame.hidden = false;
    this.handOver(frame, answer);
    return this.onShown(answer.url, answer.status);
  }

  freshFrame() {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts allow-forms");
    frame.title = `Page du client ${this.client}`;
    frame.hidden = true;
    frame.src = this.address;
    this.fresh = frame;
    return new Promise((resolve) => {
      frame.isReady = () => resolve(frame);
      setTimeout(() => this.stuck(frame), PATIENCE);
      this.host.append(frame);
    });
  }

  /** In some browsers all such frames share a process, which an endless script holds: it ends once all are gone. */
  stuck(frame) {
    if (frame !== this.fresh || frame.contentWindow === null) return;
    this.onNote("Votre script n’a pas rendu la main\u00a0: la page a été arrêtée.");
    this.leavePage();
    frame.src = this.address;
  }

  heardFrame({ source, data }) {
    if (source === this.fresh?.contentWindow && data === "ready") {
      const frame = this.fresh;
      this.fresh = undefined;
      frame.isReady();
    } else if (this.frame && source === this.frame.contentWindow && data === "ready") {
      this.reload(); // the page has left its document, and came back to an empty one
    }
  }

  handOver(frame, { url, headers, body }) {
    const { port1, port2 } = new MessageChannel();
    const floods = createMeter(MOST_MESSAGES);
    this.port = port1;
    this.pending = true;
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
    this.frame = undefined;
  }

  stop(reason) {
    this.turn += 1;
    this.leavePage();
    if (reason) this.onNote(reason);
  }

  close() {
    removeEventListener("message", this.watch);
    this.stop();
    this.fresh?.remove();
  }

  // What a page says

  heard(message) {
    if (!isKnown(FROM_PANE, message)) return console.error("pane: unknown message", message?.type);
    return this.answers[message.type]?.call(this, message);
  }

  answers = {
    visit: ({ method, url, headers, body }) => this.visit(method, url, { headers, body }),
    history: ({ by }) => this.move(by),
    request: (message) => this.fetched(message),
    open: (message) => this.openSocket(message),
    send: ({ id, data }) => this.sockets.get(id)?.send(data),
    close: ({ id, code, reason }) => this.sockets.get(id)?.close(code, reason),
    storage: ({ kind, data }) => { this.storages[kind] = data; },
    cookie: ({ text }) => this.jar.set(text),
    loaded: () => this.port.postMessage({ type: "ping" }),
    error: ({ text, line }) => this.onNote(["JavaScript\u00a0:", text, line && `(ligne ${line})`].filter(Boolean).join(" "), "error"),
    note: ({ text }) => this.onNote(text),
    save: () => this.onAsk("save"),
    check: () => this.onAsk("check"),
    pong: () => forget(this.client),
  };

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

/** Did a page of the last visit run, and never answer? Then it is not run again by itself. */
export function wasLeftRunning() {
  return running.read() !== null;
}

function remember(client) {
  running.write(client);
}

export function forget() {
  running.write(null);
}

function outside(location, url) {
  return page(`<p>Cette redirection mène hors de votre serveur\u00a0: ${escaped(location)}</p>`, url);
}

function page(html, url) {
  const body = new TextEncoder().encode(`<!DOCTYPE html><meta charset="utf-8">${html}`);
  return { status: 200, headers: [["content-type", "text/html; charset=utf-8"]], body, url };
}

function toHtml(headers, body) {
  const type = headers.find(([name]) => name === "content-type")?.[1] ?? "text/html";
  const text = new TextDecoder().decode(body);
  return type.startsWith("text/html") ? text : `<!DOCTYPE html><pre>${escaped(text)}</pre>`;
}

function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
