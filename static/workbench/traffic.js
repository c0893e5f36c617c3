/**
 * Turns envelopes into the events that the diagram of ../exchanges/ draws, and into the lines of a server's console.
 *
 *   const traffic = new Traffic({ onEvent, onRequestLine });
 *   traffic.note(envelope, client);      // "A", or { name } for a visitor, of whose secrets nothing is told
 */

import { masked } from "../exchanges/masking.js";
import { asText, toBytes } from "./connections.js";

const SHOWN = 4096; // characters of a body
const REASONS = {
  101: "Switching Protocols", 200: "OK", 201: "Created", 204: "No Content", 301: "Moved Permanently", 302: "Found",
  303: "See Other", 304: "Not Modified", 307: "Temporary Redirect", 400: "Bad Request", 403: "Forbidden",
  404: "Not Found", 405: "Method Not Allowed", 500: "Internal Server Error",
};
const TEXT = /^text\/|json|javascript|x-www-form-urlencoded|xml|multipart\/form-data/;
const PROMPT = 1000; // milliseconds within which a frame counts as an answer to what the client sent

export class Traffic {
  constructor({ onEvent, onRequestLine, now = () => new Date() }) {
    Object.assign(this, { onEvent, onRequestLine, now });
    this.watched = new Map();
  }

  note(envelope, client) {
    if (envelope.type === "open") this.open(envelope, client);
    else if (this.watched.has(envelope.id)) this.noteOf(this.watched.get(envelope.id), envelope);
  }

  noteOf(watch, envelope) {
    if (envelope.type === "end") return this.end(watch);
    return this[HANDLERS[envelope.event.type]]?.(watch, envelope.event);
  }

  open({ id, scope }, client) {
    const path = scope.path.slice(scope.root_path?.length ?? 0); // where it is mounted, a visitor's key, is nobody's business
    const target = scope.query_string ? `${encodeURI(path)}?${scope.query_string}` : encodeURI(path);
    const about = { method: scope.method ?? "GET", target, path, headers: named(scope.headers) };
    const watch = { id, client, about, http: scope.type === "http", began: this.now(), parts: [], sent: [] };
    this.watched.set(id, watch);
    if (!watch.http) this.tell(watch, "handshake", { ...about, ...bodyFields("") });
  }

  tell(watch, kind, fields) {
    const { client, id } = watch;
    const event = { at: this.now().toISOString(), exchange: String(id), kind, ...fields };
    this.onEvent(client.name ? masked({ ...event, client: "V", visitor: client.name }) : { ...event, client });
  }

  // HTTP

  request(watch, event) {
    watch.body = toBytes(event.body ?? "");
    const type = header(watch.about.headers, "content-type");
    this.tell(watch, "request", { ...watch.about, ...bodyFields(textOf(watch.body, type), watch.body.length) });
  }

  start(watch, event) {
    watch.status = event.status;
    watch.answer = named((event.headers ?? []).map((pair) => pair.map(asText)));
  }

  part(watch, event) {
    watch.parts.push(toBytes(event.body ?? ""));
    if (!event.more_body) this.respond(watch, false);
  }

  respond(watch, aborted) {
    const { status, answer = [], parts } = watch;
    const size = parts.reduce((sum, part) => sum + part.length, 0);
    const text = parts.map((part) => textOf(part, header(answer, "content-type") || "text/html")).join("");
    const fields = { status, reason: REASONS[status], headers: answer, durationMs: this.now() - watch.began, aborted };
    this.tell(watch, "response", { ...fields, ...bodyFields(text, size) });
    this.line(watch, status);
    this.watched.delete(watch.id);
  }

  /** Of a visitor's request nothing is kept that could be sent again. */
  line({ about, client, began, body }, status) {
    const { name } = client;
    this.onRequestLine(name ? { ...masked(about), status, at: began, visitor: name } : { ...about, status, at: began, client, body });
  }

  // WebSocket

  accept(watch) {
    watch.accepted = true;
    const headers = [["Upgrade", "websocket"], ["Connection", "Upgrade"]];
    this.tell(watch, "accepted", { status: 101, reason: REASONS[101], headers });
    this.line(watch, 101);
  }

  up(watch, event) {
    watch.asked = this.now();
    this.frame(watch, "up", event);
  }

  down(watch, event) {
    this.frame(watch, "down", event, { unasked: !(this.now() - watch.asked < PROMPT) });
    watch.asked = undefined;
  }

  frame(watch, direction, { text, bytes }, fields = {}) {
    const size = text === undefined || text === null ? toBytes(bytes).length : new TextEncoder().encode(text).length;
    const shown = (text ?? "").slice(0, SHOWN);
    this.tell(watch, "frame", { direction, text: shown, size, truncated: shown.length < (text ?? " ").length, ...fields });
  }

  close(watch, { code }, by = "server") {
    if (watch.accepted) this.tell(watch, "close", { by, code: code ?? 1000 });
    else this.refuse(watch, 403);
    this.watched.delete(watch.id);
  }

  leave(watch, event) {
    this.close(watch, event, "client");
  }

  refuse(watch, status) {
    this.tell(watch, "refused", { status, reason: REASONS[status] });
    this.line(watch, status);
  }

  /** Over without a goodbye: the engine ended, or the project had nothing more to say. */
  end(watch) {
    if (watch.http && watch.status) this.respond(watch, true);
    else if (watch.http) this.tell(watch, "close", { by: "server", code: null });
    else this.close(watch, { code: watch.accepted ? 1006 : undefined });
    this.watched.delete(watch.id);
  }
}

const HANDLERS = {
  "http.request": "request",
  "http.response.start": "start",
  "http.response.body": "part",
  "websocket.accept": "accept",
  "websocket.receive": "up",
  "websocket.send": "down",
  "websocket.close": "close",
  "websocket.disconnect": "leave",
};

/** `content-type` → `Content-Type`, as HTTP/1.1 servers write them. */
function named(pairs) {
  return pairs.map(([name, value]) => [name.replace(/(^|-)([a-z])/g, (all) => all.toUpperCase()), value]);
}

function header(pairs, name) {
  return pairs.find(([each]) => each.toLowerCase() === name)?.[1] ?? "";
}

function textOf(bytes, type) {
  return TEXT.test(type) ? new TextDecoder().decode(bytes) : "";
}

function bodyFields(text, size = text.length) {
  const body = text.slice(0, SHOWN);
  return { body, bodySize: size, bodyTruncated: size > 0 && (body.length < text.length || !text) };
}
