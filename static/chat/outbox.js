/** Messages on their way, oldest first: each one leaves when the one before it has come back, so their order holds. */

import { backoff } from "../site/backoff.js";

const ANSWER_WITHIN = 10_000;
const DOUBT_FOR = 15_000; // the server notices a dead connection sooner
const ASK_AGAIN = 2_000; // at the latest: a store that is well again is used within seconds

export class Outbox {
  #entries; // {id, userName, message, refusal: null or the server's sentence, doubt: what may pass}
  #memory;
  #send;
  #changed;
  #timer = null; // set while a message is awaited or a new try is planned
  #tries = 0;
  #doubted = new Map(); // id → since when
  #ended = null; // why nothing leaves any more

  /** `send(frame)` says whether it left; `changed(entries)` is told at each change. */
  constructor({ memory, send, changed }) {
    this.#memory = memory;
    this.#send = send;
    this.#changed = changed;
    this.#entries = memory.read();
    if (this.#entries.length) changed(this.#entries);
  }

  add(id, userName, message) {
    this.#entries.push({ id, userName, message, refusal: null });
    this.#keep();
    if (this.#timer === null) this.flush();
  }

  /** Send the oldest. Sent twice under the same id, a message is stored once: silence is a reason to send it again. */
  flush() {
    this.pause();
    const entry = this.#entries.find(({ refusal }) => refusal === null);
    if (!entry) return;
    if (this.#ended) return this.refuse(entry.id, this.#ended);
    const { id, userName, message } = entry;
    if (this.#send({ type: "message", id, userName, message })) this.#in(ANSWER_WITHIN);
  }

  /** The connection is lost: `flush` starts again. */
  pause() {
    clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Messages came back: these are stored. */
  settle(ids) {
    if (!this.#entries.some(({ id }) => ids.has(id))) return;
    this.#entries = this.#entries.filter(({ id }) => !ids.has(id));
    this.#tries = 0;
    this.#keep();
    this.flush();
  }

  /** The server is busy, or was asked too often. */
  retry() {
    this.pause();
    this.#in(Math.min(backoff(this.#tries), ASK_AGAIN));
    this.#tries += 1;
  }

  /** The server will never take it as it is. */
  refuse(id, refusal) {
    const entry = this.#entries.find((candidate) => candidate.id === id);
    if (!entry) return;
    entry.refusal = refusal;
    this.#keep();
    this.flush();
  }

  /** The server refuses it for a reason that may pass: it is sent again for a while. */
  doubt(id, reason) {
    const entry = this.#entries.find((candidate) => candidate.id === id);
    if (!entry) return;
    if (!this.#doubted.has(id)) this.#doubted.set(id, performance.now());
    if (performance.now() - this.#doubted.get(id) > DOUBT_FOR) return this.refuse(id, reason);
    entry.doubt = `${reason} Nouvel essai…`;
    this.#keep();
    this.pause();
    this.#in(ASK_AGAIN);
  }

  /** Nothing will be sent any more: all that waits is refused for this reason. */
  end(reason) {
    this.#ended = reason;
    this.flush();
  }

  /** Take a refused message back. */
  take(id) {
    const entry = this.#entries.find((candidate) => candidate.id === id);
    this.#entries = this.#entries.filter((candidate) => candidate !== entry);
    this.#keep();
    if (entry?.refusal === null) this.flush(); // it may have been awaited
    return entry;
  }

  #in(delay) {
    this.#timer = setTimeout(() => this.flush(), delay);
  }

  #keep() {
    this.#memory.write(this.#entries);
    this.#changed(this.#entries);
  }
}
