/** What the diagram knows of each exchange, whether its arrows are drawn or not. */

const FILES = "/static/";
const MOST_VIEWS = 300;

export class Memory {
  #views = new Map();
  #files = new Set();
  #told = -1; // the number of the last event

  /** Take note of an event. Returns it; a frame that repeats a told event is dated by its last. */
  note(event) {
    const { kind, path = "", exchange, view, seq } = event;
    if (kind === "request" && path.startsWith(FILES)) this.#files.add(exchange);
    if (view && exchange !== undefined) this.#remember(exchange, view);
    const repeat = seq !== undefined && seq <= this.#told;
    this.#told = Math.max(this.#told, seq ?? -1);
    return repeat ? { ...event, at: event.until ?? event.at, repeat } : event;
  }

  /** Is it a request of a file, or the answer to one? */
  isFile({ exchange }) {
    return this.#files.has(exchange);
  }

  /** The code behind an exchange: the answer and all frames of a socket come from what the request named. */
  view(exchange) {
    return this.#views.get(exchange);
  }

  #remember(exchange, view) {
    this.#views.set(exchange, view);
    if (this.#views.size > MOST_VIEWS) this.#views.delete(this.#views.keys().next().value);
  }
}
