/** A WebSocket that comes back by itself. */

import { backoff } from "./backoff.js";

const CHECK_EVERY = 3_000; // ms
// The server says something every 8 s at least. A longer silence is a link that died without a word: Wi-Fi gone,
// laptop asleep.
const SILENCE = 15_000; // ms
const TRIES_BEFORE_BLAME = 1; // sockets that never opened
// A connection that held this long (ms) was a good one: the next delay starts from the shortest again.
const STEADY = 5_000;

/** The address of a socket of this site. */
export function socketUrl(path, query = {}) {
  const url = new URL(path, location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

/** A function that hands each frame to the handler of its `type`, and logs a frame that has none. */
export function dispatcher(handlers) {
  return (frame) => {
    if (Object.hasOwn(handlers, frame.type)) handlers[frame.type](frame);
    else console.error("Évènement inconnu\u00a0:", frame);
  };
}

export class LiveSocket {
  #address;
  #received;
  #parse;
  #status;
  #stops;
  #socket = null;
  #tries = 0;
  #timer = null;
  #openedAt = null;
  #everOpened = false;
  #blocked = false;
  #heardAt = 0;

  /**
   * `address()` gives the URL of each new socket, `received(frame)` gets each frame as `parse` made it.
   * `status({ state, delay, code, blocked })` is told each change: connecting, open, waiting (`delay` in ms, `code` of
   * the close, `blocked` when pages come but no WebSocket has ever opened: a proxy on the way does not let them
   * through), cut, or a state of `stops`: closing codes after which trying again would change nothing.
   * The events `socket:cut` and `socket:restore` on the document do as `cut` and `open`.
   */
  constructor({ address, received, parse = JSON.parse, status = () => {}, stops = {} }) {
    this.#address = address;
    this.#received = received;
    this.#parse = parse;
    this.#status = status;
    this.#stops = stops;
    window.addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#wake());
    document.addEventListener("socket:cut", () => this.cut());
    document.addEventListener("socket:restore", () => this.open());
    setInterval(() => this.#listen(), CHECK_EVERY);
  }

  open() {
    this.#leave();
    this.#heardAt = performance.now();
    this.#status({ state: "connecting" });
    const socket = (this.#socket = new WebSocket(this.#address()));
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#heard(event.data);
    socket.onclose = (event) => this.#closed(event.code, event.reason);
  }

  /** Whether the frame could leave. */
  send(frame) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Close and stay closed. */
  cut() {
    this.#leave();
    this.#status({ state: "cut" });
  }

  #opened() {
    this.#openedAt = this.#heardAt = performance.now();
    this.#everOpened = true;
    this.#blocked = false;
    this.#status({ state: "open" });
  }

  #heard(text) {
    this.#heardAt = performance.now();
    const frame = this.#parse(text);
    if (frame?.type !== "alive") this.#received(frame);
  }

  #closed(code, reason) {
    this.#leave();
    if (code in this.#stops) return this.#status({ state: this.#stops[code], code, reason });
    if (this.#openedAt !== null && performance.now() - this.#openedAt > STEADY) this.#tries = 0;
    this.#openedAt = null;
    const delay = backoff(this.#tries, code);
    this.#tries += 1;
    this.#status({ state: "waiting", delay, code, blocked: this.#blocked });
    this.#timer = setTimeout(() => this.open(), delay);
    if (!this.#everOpened && this.#tries > TRIES_BEFORE_BLAME) this.#blame();
  }

  /** Why no socket ever opens: when the page itself still comes, the server is there. Told with the next try. */
  async #blame() {
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
    this.#blocked = !this.#everOpened && Boolean(answer?.ok);
  }

  /** Forget the socket at once: the closing of a dead link may take minutes. */
  #leave() {
    clearTimeout(this.#timer);
    this.#timer = null;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  /** The page is looked at again; its timers may have slept. */
  #wake() {
    this.#listen();
    this.#hurry();
  }

  #listen() {
    if (this.#socket && performance.now() - this.#heardAt > SILENCE) this.#closed(1006);
  }

  /** The network or the reader is back: no need to wait. */
  #hurry() {
    if (this.#timer !== null) this.open();
  }
}
