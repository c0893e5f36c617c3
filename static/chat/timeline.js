/** Which messages this page has: numbers without a hole from `first` to `last`, and how to ask for what is missing. */

const AHEAD_MOST = 1000;

export class Timeline {
  epoch = null;
  first = null;
  last = null;
  #ahead = new Map(); // came before their turn
  #asking = null; // "after" or "before": one request at a time
  #more = false; // the answer to "after" was not the whole
  #complete = false; // nothing older is kept by the server

  /** A new connection. True when what the page shows belongs to a room that is no more. */
  welcome({ epoch, lastNumber }) {
    const replaced = this.last !== null && (this.epoch !== epoch || lastNumber < this.last);
    if (replaced) this.forget();
    this.epoch = epoch;
    this.#asking = null;
    this.#more = false;
    return replaced;
  }

  /** Sorts received messages into `older` (to put above), `newer` (to put below) and `known` (already shown). */
  receive(messages, more = false) {
    let older = [];
    const known = [];
    const repeated = messages.some(({ number }) => this.#ahead.has(number));
    if (messages.length && this.last === null) this.#startAt(messages[0].number);
    for (const message of messages) {
      if (message.number < this.first) older.push(message);
      else if (message.number <= this.last) known.push(message);
      else if (this.#ahead.size < AHEAD_MOST) this.#ahead.set(message.number, message);
    }
    // Only an answer repeats what came ahead: what is still missing is no longer kept by the server.
    if (repeated && this.#asking === "after") this.last = Math.min(...this.#ahead.keys()) - 1;
    // An own message sent again may come back alone, from further up than what is shown: it will come with its page.
    if (older.length && older.at(-1).number !== this.first - 1) older = [];
    const newer = this.#inTurn();
    this.#answered({ older, newer, known, more, empty: messages.length === 0 });
    if (older.length) this.first = older[0].number;
    return { older, newer, known };
  }

  #answered({ older, newer, known, more, empty }) {
    if (this.#asking === "before" && (empty || older.length)) {
      this.#complete = !more;
      this.#asking = null;
    } else if (this.#asking === "after" && (empty || newer.length || known.length)) {
      this.#more = more;
      this.#asking = null;
    }
  }

  /** The frame that asks for a hole's messages; null when there is no hole or it was asked for already. */
  catchUp() {
    if (this.#asking === "after" || !(this.#ahead.size || this.#more)) return null;
    this.#asking = "after";
    return { type: "history", after: this.last };
  }

  /** The frame that asks for what came earlier; null when there is nothing more or something was asked for already. */
  earlier() {
    if (this.first === null || this.first <= 1 || this.#complete || this.#asking) return null;
    this.#asking = "before";
    return { type: "history", before: this.first };
  }

  /** The request was refused: it may be made again. */
  askAgain() {
    this.#asking = null;
  }

  /** The page dropped what came before `number`. */
  keepFrom(number) {
    this.first = number;
    this.#complete = false;
  }

  forget() {
    this.first = this.last = this.#asking = null;
    this.#ahead.clear();
    this.#more = this.#complete = false;
  }

  /** A message taken away before its turn came: it will be shown blank. */
  remove(number) {
    const message = this.#ahead.get(number);
    if (message) this.#ahead.set(number, { ...message, userName: "", message: "" });
  }

  #startAt(number) {
    this.first = number;
    this.last = number - 1;
  }

  #inTurn() {
    const messages = [];
    while (this.#ahead.has(this.last + 1)) {
      this.last += 1;
      messages.push(this.#ahead.get(this.last));
      this.#ahead.delete(this.last);
    }
    return messages;
  }
}
