/**
 * What engine and panes may say to the page. Both run programs of anybody: a message is looked at only if its type stands
 * in a table here and every field is of the kind and size that stands beside it. Imports nothing.
 */

const MEBI = 1024 * 1024;

const text = (most) => (value) => typeof value === "string" && value.length <= most;
const whole = (value) => Number.isSafeInteger(value);
const known = (...values) => (value) => values.includes(value);
const optional = (check) => (value) => value === undefined || value === null || check(value);
const plain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const small = (most) => (value) => plain(value) && JSON.stringify(value).length <= most;
const bytes = (value) => value instanceof Uint8Array && value.length <= MEBI;
const textOrBytes = (value) => text(MEBI)(value) || bytes(value);
const method = (value) => typeof value === "string" && /^[A-Z]{1,10}$/.test(value);
const fieldsOf = (value) => plain(value) && Object.values(value).every(text(8192)) && Object.keys(value).length <= 50;

export const FROM_ENGINE = {
  ready: {},
  failed: { text: text(4000) },
  pong: {},
  loaded: { call: whole, verdict: small(MEBI) },
  judged: { call: whole, verdict: small(MEBI) },
  event: { id: whole, event: small(2 * MEBI) },
  end: { id: whole },
  printed: { text: text(MEBI) },
  trouble: { verdict: small(MEBI) },
};

export const FROM_PANE = {
  visit: { method, url: text(8192), headers: fieldsOf, body: optional(textOrBytes) },
  history: { by: whole },
  request: { id: whole, method, url: text(8192), headers: fieldsOf, body: optional(textOrBytes) },
  open: { id: whole, url: text(8192) },
  send: { id: whole, data: textOrBytes },
  close: { id: whole, code: whole, reason: text(200) },
  storage: { kind: known("localStorage", "sessionStorage"), data: small(100_000) },
  cookie: { text: text(4096) },
  loaded: { title: text(1000), hash: text(1000) },
  title: { title: text(1000) },
  error: { text: text(1000), line: optional(whole), file: optional(text(1000)) },
  note: { text: text(1000) },
  save: {},
  check: {},
  pong: {},
  acted: {},
  seen: { title: text(2000), text: text(2000), focus: text(1000), waits: known(true, false), elements: small(MEBI) },
};

/** Whether `message` is what `table` says of its type. */
export function isKnown(table, message) {
  if (!plain(message) || !Object.hasOwn(table, message.type)) return false;
  return Object.entries(table[message.type]).every(([field, check]) => check(message[field]));
}

/** Counts, and says when somebody says more than `most` messages in so many milliseconds. */
export function createMeter(most, time = 1000, now = () => performance.now()) {
  let since = now();
  let count = 0;
  return () => {
    if (now() - since > time) [since, count] = [now(), 0];
    count += 1;
    return count > most;
  };
}
