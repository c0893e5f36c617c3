/**
 * The live feed of this visitor's exchanges, kept open.
 *
 *   const feed = openFeed({
 *     address: "/ws/echanges",
 *     after: 0,                       // only the exchanges after this number; default 0: the whole past first
 *     onEvents(events) {},            // the past, then what happens; never the same event twice
 *     onCleared() {},
 *     onStatus(status) {},            // "connecting", "open", "waiting" (will try again), "refused" or "closed"
 *   });
 *   feed.clear();                     // asks the server to forget; onCleared follows
 *   feed.close();
 */

const FIRST_DELAY = 500;
const LONGEST_DELAY = 10_000;
const LASTING = 5000;
const REFUSED = 4403;

export function openFeed(options) {
  const feed = new Feed(options);
  feed.connect();
  return feed;
}

/** Between half and all of 0.5 s, 1 s, 2 s… 10 s, so that a class does not come back all at once. */
export function reconnectionDelay(tries, random = Math.random) {
  const ceiling = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** tries);
  return ceiling * (0.5 + random() / 2);
}

class Feed {
  constructor({ address, after = 0, onEvents, onCleared = () => {}, onStatus = () => {} }) {
    this.address = address;
    this.after = after;
    this.tries = 0;
    this.onStatus = onStatus;
    this.receivers = {
      exchanges: ({ events }) => this.receive(events, onEvents),
      cleared: () => onCleared(),
    };
  }

  connect() {
    this.onStatus("connecting");
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.socket = new WebSocket(`${scheme}//${location.host}${this.address}?after=${this.after}`);
    this.socket.addEventListener("open", () => this.opened());
    this.socket.addEventListener("message", ({ data }) => this.dispatch(JSON.parse(data)));
    this.socket.addEventListener("close", ({ code }) => this.closed(code));
  }

  opened() {
    this.openedAt = Date.now();
    this.onStatus("open");
  }

  dispatch(frame) {
    const receive = this.receivers[frame.type];
    if (receive) receive(frame);
    else console.error("feed: unknown frame", frame);
  }

  receive(events, onEvents) {
    const fresh = events.filter(({ seq }) => seq > this.after);
    if (!fresh.length) return;
    this.after = fresh[fresh.length - 1].seq;
    onEvents(fresh);
  }

  closed(code) {
    if (this.stopped) this.onStatus("closed");
    else if (code === REFUSED) this.onStatus("refused");
    else this.tryAgainLater();
  }

  tryAgainLater() {
    this.onStatus("waiting");
    if (this.openedAt && Date.now() - this.openedAt > LASTING) this.tries = 0;
    this.openedAt = undefined;
    this.timer = setTimeout(() => this.connect(), reconnectionDelay(this.tries));
    this.tries += 1;
  }

  clear() {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ type: "clear" }));
  }

  close() {
    this.stopped = true;
    clearTimeout(this.timer);
    this.socket.close();
  }
}
