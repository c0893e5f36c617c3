/** A WebSocket that comes back by itself. */

import { backoff } from "./backoff.js";

// The server refuses (4403) or has no such room (4404): trying again would change nothing.
const FINAL = { 4403: "refused", 4404: "unknown" };
const CHECK_EVERY = 3_000; // ms
// A connection that held this long (ms) was a good one: the next delay starts from the shortest again.
const STEADY = 5_000;

export class Connection {
  #address;
  #received;
  #status;
  #silence;
  #socket = null;
  #tries = 0;
  #timer = null;
  #openedAt = 0;
  #heardAt = 0;

  /**
   * `address()` gives the URL of each new socket, `received(frame)` gets each parsed frame, `status({state, delay})`
   * each change: connecting, open, waiting (`delay` in ms), cut, refused, unknown. Where the server speaks regularly,
   * `silence` (ms) of it is a link that died without a word: Wi-Fi gone, laptop asleep.
   */
  constructor({ address, received, status, silence = Infinity }) {
    this.#address = address;
    this.#received = received;
    this.#status = status;
    this.#silence = silence;
    window.addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#hurry());
    setInterval(() => this.#listen(), CHECK_EVERY);
  }

  open() {
    this.#leave();
    this.#heardAt = Date.now();
    this.#status({ state: "connecting" });
    const socket = (this.#socket = new WebSocket(this.#address()));
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#heard(event.data);
    socket.onclose = (event) => this.#closed(event.code);
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
    this.#openedAt = this.#heardAt = Date.now();
    this.#status({ state: "open" });
  }

  #heard(text) {
    this.#heardAt = Date.now();
    this.#received(JSON.parse(text));
  }

  #closed(code) {
    this.#leave();
    if (code in FINAL) return this.#status({ state: FINAL[code] });
    if (this.#openedAt && Date.now() - this.#openedAt > STEADY) this.#tries = 0;
    this.#openedAt = 0;
    const delay = backoff(this.#tries);
    this.#tries += 1;
    this.#status({ state: "waiting", delay });
    this.#timer = setTimeout(() => this.open(), delay);
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

  #listen() {
    if (this.#socket && Date.now() - this.#heardAt > this.#silence) this.#closed(1006);
  }

  /** The network or the reader is back: no need to wait. */
  #hurry() {
    if (this.#timer !== null) this.open();
  }
}
