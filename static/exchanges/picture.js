/**
 * The rows of the picture, without the DOM, in the order of time: one row an arrow.
 *
 * Two things are folded into one row, which stands where its first frame was: the frames that follow the opening of a
 * WebSocket, and periodic frames, as long as only periodic ones come in between.
 */

import { describe, frameLabel, frameType, openingLabel, wordsFor } from "./labels.js";

const MOST_ROWS = 200;
const KEPT_IN_A_FOLD = 10;

export class Picture {
  rows = [];

  /** `sockets`: those open before the first event, exchange to { client, opening }. */
  constructor({ vocabulary, folding, sockets = new Map() }) {
    this.vocabulary = vocabulary;
    this.folding = folding;
    this.sockets = new Map(sockets);
  }

  /** Returns the event's row, new or grown; undefined for an event of an unknown kind. */
  add(event) {
    const description = describe(event, this.vocabulary);
    if (!description) return undefined;
    const place = this.placeOf(event);
    const row = this.rowToJoin(event, place) ?? this.newRow(event, description, place);
    row.events = [...row.events, event].slice(-KEPT_IN_A_FOLD);
    row.count = row.count ? (event.count ?? row.count + 1) : firstCount(event);
    row.until = this.moment(event.until ?? event.at);
    if (row.count > 1) row.label = this.foldedLabel(row, event);
    return row;
  }

  /** The rows too many, oldest first, taken out of the picture. */
  dropOldest() {
    return this.rows.splice(0, Math.max(0, this.rows.length - MOST_ROWS));
  }

  /** Where in the life of its socket a frame from the server stands: "opening", "periodic" or "". */
  placeOf(event) {
    if (event.kind !== "frame") return "";
    const socket = this.sockets.get(event.exchange);
    if (socket && (event.direction === "up" || event.unasked)) socket.opening = false;
    if (event.direction === "up") return "";
    if (socket?.opening) return "opening";
    return wordsFor(event, this.vocabulary).periodic ? "periodic" : "";
  }

  rowToJoin(event, place) {
    if (!this.folding || !place) return undefined;
    const same = (row) => row.exchange === event.exchange && row.place === place;
    if (place === "opening") return this.rows.findLast(same);
    const others = this.rows.findLastIndex((row) => row.place !== place);
    return this.rows.slice(others + 1).findLast((row) => same(row) && isSameRun(row, event));
  }

  newRow(event, description, place) {
    const before = this.last;
    const moment = this.moment(event.at);
    const row = {
      ...description,
      place,
      quiet: this.folding && place === "periodic" && Boolean(event.unasked),
      exchange: event.exchange,
      moment,
      gap: moment === undefined || before === undefined ? 0 : moment - before,
      connected: this.connectedClients(event),
      events: [],
      count: 0,
    };
    this.rows.push(row);
    return row;
  }

  /** Milliseconds after the first event; never before the last one, whatever the clocks of several servers say. */
  moment(at) {
    if (at === undefined) return undefined;
    this.start ??= Date.parse(at);
    this.last = Math.max(this.last ?? 0, Date.parse(at) - this.start);
    return this.last;
  }

  foldedLabel({ place, count }, event) {
    return place === "opening" ? openingLabel(count) : frameLabel(event, this.vocabulary, count);
  }

  /** Who has an open socket while this arrow is drawn: from the row after the 101 to the row before the close. */
  connectedClients({ kind, exchange, client }) {
    if (exchange === undefined) return []; // drawn by hand
    if (kind === "close" || kind === "refused") this.sockets.delete(exchange);
    const connected = [...new Set([...this.sockets.values()].map((socket) => socket.client))];
    if (kind === "accepted") this.sockets.set(exchange, { client, opening: true });
    if (kind === "frame" && !this.sockets.has(exchange)) this.sockets.set(exchange, { client, opening: false });
    return connected;
  }
}

/** An event may stand for several frames; one that repeats an earlier event stands for itself. */
function firstCount({ repeat, count = 1 }) {
  return repeat ? 1 : count;
}

/** The last event of a row. */
export function latest(row) {
  return row.events.at(-1);
}

function isSameRun(row, event) {
  return frameType(latest(row)) === frameType(event) && latest(row).unasked === event.unasked;
}
