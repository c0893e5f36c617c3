/** The rows of the picture, without the DOM: one row an arrow, periodic frames folded into one. */

import { describe, frameLabel, frameType } from "./labels.js";

export const MOST_ROWS = 200;
const KEPT_IN_A_FOLD = 10;

/** `folded`: types of JSON frames to fold; `sockets`: those already open, exchange to client. */
export function newPicture(folded, sockets = new Map()) {
  return { rows: [], folded, sockets: new Map(sockets), start: undefined, last: undefined };
}

/** Add an event. Returns its row, new or grown by one; undefined for an event of an unknown kind. */
export function addToPicture(picture, event) {
  const description = describe(event);
  if (!description) return undefined;
  const time = event.at ? Date.parse(event.at) : undefined;
  picture.start ??= time;
  const row = runToJoin(picture, event) ?? newRow(picture, event, description, time);
  row.events = [...row.events, event].slice(-KEPT_IN_A_FOLD);
  row.count += 1;
  row.offset = time === undefined ? undefined : Math.max(0, time - picture.start);
  if (row.count > 1) row.label = frameLabel(event, row.count);
  picture.last = time ?? picture.last;
  return row;
}

/** The rows too many, oldest first, taken out of the picture. */
export function dropOldest(picture) {
  return picture.rows.splice(0, Math.max(0, picture.rows.length - MOST_ROWS));
}

export function isPeriodic(types, event) {
  return event.kind === "frame" && event.direction === "down" && types.includes(frameType(event));
}

export function latest(row) {
  return row.events[row.events.length - 1];
}

/** Two clients' clocks tick in turn: a run goes on as long as only periodic rows came in between. */
function runToJoin(picture, event) {
  if (!isPeriodic(picture.folded, event)) return undefined;
  for (const row of [...picture.rows].reverse()) {
    if (!row.periodic) return undefined;
    if (isSameRun(row, event)) return row;
  }
  return undefined;
}


function isSameRun(row, event) {
  const last = latest(row);
  return row.exchange === event.exchange && row.type === frameType(event) && last.unasked === event.unasked;
}

function newRow(picture, event, description, time) {
  const row = {
    ...description,
    exchange: event.exchange,
    type: event.kind === "frame" ? frameType(event) : undefined,
    periodic: isPeriodic(picture.folded, event),
    gap: time === undefined || picture.last === undefined ? 0 : Math.max(0, time - picture.last),
    connected: connectedClients(picture, event),
    events: [],
    count: 0,
  };
  picture.rows.push(row);
  return row;
}

/** Who has an open socket while this arrow is drawn: from the row after the 101 to the row before the close. */
function connectedClients({ sockets }, event) {
  if (event.exchange === undefined) return []; // drawn by hand
  if (event.kind === "close" || event.kind === "refused") sockets.delete(event.exchange);
  const connected = [...new Set(sockets.values())];
  if (event.kind === "accepted" || event.kind === "frame") sockets.set(event.exchange, event.client);
  return connected;
}
