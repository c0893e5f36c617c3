/**
 * To a pupil's project everybody is a connection: a request or a socket of any client is the three envelopes `open`,
 * `event` and `end`. This writes and reads them; the way through the engine is the same for all.
 *
 *   const connections = new Connections({ send, onEnvelope });
 *   const { status, headers, body } = await connections.request({ client: "A", method: "GET", url, headers: {}, body: null });
 *   const socket = connections.socket({ client: "A", url, headers: {} }, { onOpen, onMessage, onClose });
 *   connections.take(message);      // an envelope of the engine
 *   connections.dropAll();          // the engine is gone
 *
 * `onEnvelope(envelope, client)` sees all of them, both ways, for the diagram and the console.
 */

export const HOST = "localhost:8000";
const LOST = 1006;
const ANSWER_TIME = 15_000; // milliseconds

export class Connections {
  constructor({ send, onEnvelope }) {
    this.sendToEngine = send;
    this.onEnvelope = onEnvelope;
    this.last = 0;
    this.open = new Map(); // id → { client, take, lost }
  }

  request({ client, method, url, headers, body }) {
    return new Promise((resolve, reject) => {
      const answer = { status: 0, headers: [], parts: [] };
      const id = this.begin(client, { take: (event) => takeAnswer(answer, event, end), lost: () => reject(new Lost()) });
      const timer = setTimeout(() => this.giveUp(id, reject), ANSWER_TIME);
      const end = () => {
        clearTimeout(timer);
        this.open.delete(id);
        resolve({ status: answer.status, headers: answer.headers, body: joined(answer.parts) });
      };
      const content = toBytes(body ?? "");
      this.send({ type: "open", id, scope: httpScope(method, url, headers, content) }, client);
      this.send({ type: "event", id, event: { type: "http.request", body: inBase64(content), more_body: false } }, client);
    });
  }

  giveUp(id, reject) {
    if (!this.open.has(id)) return;
    this.leave(id);
    reject(new Lost());
  }

  socket({ client, url, headers }, { onOpen, onMessage, onClose }) {
    const over = (code, reason = "") => this.open.delete(id) && onClose({ code, reason });
    const takers = {
      "websocket.accept": () => onOpen(),
      "websocket.send": ({ text, bytes }) => onMessage(text ?? fromBase64(bytes)),
      "websocket.close": ({ code, reason }) => over(this.accepted.has(id) ? (code ?? 1000) : LOST, reason ?? ""),
    };
    const take = (event) => {
      if (event.type === "websocket.accept") this.accepted.add(id);
      takers[event.type]?.(event);
    };
    const id = this.begin(client, { take, lost: () => over(LOST) });
    this.send({ type: "open", id, scope: socketScope(url, headers) }, client);
    this.send({ type: "event", id, event: { type: "websocket.connect" } }, client);
    return {
      send: (data) => this.event(id, client, { type: "websocket.receive", ...frame(data) }),
      close: (code, reason) => {
        this.event(id, client, { type: "websocket.disconnect", code, reason });
        over(code, reason);
      },
      drop: () => {
        this.event(id, client, { type: "websocket.disconnect", code: LOST });
        this.open.delete(id);
      },
    };
  }

  accepted = new Set();

  begin(client, { take, lost }) {
    this.last += 1;
    this.open.set(this.last, { client, take, lost });
    return this.last;
  }

  event(id, client, event) {
    if (this.open.has(id)) this.send({ type: "event", id, event }, client);
  }

  send(envelope, client) {
    this.onEnvelope(envelope, client);
    this.sendToEngine(envelope);
  }

  /** What the project says. Of a connection that is over nobody wants to hear. */
  take(envelope) {
    const connection = this.open.get(envelope.id);
    if (!connection) return;
    this.onEnvelope(envelope, connection.client);
    if (envelope.type === "event") connection.take(envelope.event);
    else if (this.open.delete(envelope.id)) connection.lost();
  }

  forget(id) {
    this.open.delete(id);
  }

  leave(id) {
    this.send({ type: "end", id }, this.open.get(id).client);
    this.open.delete(id);
  }

  dropAll() {
    const all = [...this.open.entries()];
    this.open.clear();
    for (const [id, { client, lost }] of all) {
      this.onEnvelope({ type: "end", id }, client);
      lost();
    }
  }
}

/** The engine ended, or the project left without an answer. */
export class Lost extends Error {}

function takeAnswer(answer, event, end) {
  if (event.type === "http.response.start") {
    answer.status = event.status;
    answer.headers = (event.headers ?? []).map(([name, value]) => [asText(name).toLowerCase(), asText(value)]);
  } else if (event.type === "http.response.body") {
    answer.parts.push(toBytes(event.body ?? ""));
    if (!event.more_body) end();
  }
}

function httpScope(method, url, headers, content) {
  const all = { host: HOST, ...headers, ...(content.length ? { "content-length": String(content.length) } : {}) };
  return { ...scope("http", url, all), method };
}

function socketScope(url, headers) {
  const upgrade = { host: HOST, upgrade: "websocket", connection: "Upgrade", "sec-websocket-version": "13" };
  return { ...scope("websocket", url, { ...upgrade, origin: `http://${HOST}`, ...headers }), subprotocols: [] };
}

function scope(type, url, headers) {
  return {
    type,
    path: decoded(url.pathname),
    query_string: url.search.slice(1),
    headers: Object.entries(headers),
    scheme: type === "http" ? "http" : "ws",
    http_version: "1.1",
    root_path: "",
  };
}

function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function frame(data) {
  return typeof data === "string" ? { text: data } : { bytes: inBase64(data) };
}

// Bytes travel as { base64 } in JSON, and as text where they are text.

export function toBytes(value) {
  if (typeof value === "string") return new TextEncoder().encode(value);
  return value instanceof Uint8Array ? value : fromBase64(value);
}

export function asText(value) {
  return typeof value === "string" ? value : new TextDecoder().decode(fromBase64(value));
}

export function inBase64(bytes) {
  let letters = "";
  for (let at = 0; at < bytes.length; at += 8192) letters += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return { base64: btoa(letters) };
}

function fromBase64(value) {
  return Uint8Array.from(atob(value?.base64 ?? ""), (letter) => letter.charCodeAt(0));
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}
