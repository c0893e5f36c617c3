/**
 * « Ouvrir aux autres »: the way by which visitors' requests come to this tab from the class's server, and their answers
 * go back. To the project a visitor is a connection like any other. Nothing on this way waits for a timer of the page,
 * which browsers slow down while it is hidden.
 *
 *   const tunnel = new Tunnel({ connections, isServing: () => true, onWelcome, onState, onGuest, onNote });
 *   tunnel.open();  tunnel.close();
 *
 * `onWelcome({ address, qr })`, `onState(state, details)` as of LiveSocket, `onGuest({ name, number })` at each visit.
 */

import { LiveSocket, dispatcher, socketUrl } from "../site/socket.js";
import { asText, inBase64, toBytes } from "./connections.js";
import { hardCoded } from "./hard-coded.js";

const SOCKET = "/ws/relais";
const PIECE = 32 * 1024; // bytes of a body at a time; the next one when the server has passed it on
const MOST_WAITING = 256 * 1024; // bytes of an answer, above which the project's `send` waits
const MOST_FRAME = 32 * 1024; // characters
const LONGEST_COOKIE = 256; // bytes of its value
const TOO_BIG = 4413;
const STOPS = { 4400: "broken", 4403: "refused", 4409: "newer", 4429: "refused" };

export class Tunnel {
  constructor({ connections, isServing, onWelcome, onState, onGuest, onNote }) {
    Object.assign(this, { connections, isServing, onGuest, onNote });
    this.guests = new Map(); // the server's number of a connection → Guest
    this.told = new Set();
    const received = dispatcher({
      welcome: onWelcome,
      open: (envelope) => this.enter(envelope),
      event: ({ id, event }) => this.guests.get(id)?.hear(event),
      resume: ({ id }) => this.guests.get(id)?.next(),
      pause: () => {},
      end: ({ id }) => this.guests.get(id)?.leave(),
    });
    const status = ({ state, ...details }) => {
      if (state !== "open" && state !== "connecting") this.dropAll();
      onState(state, details);
    };
    this.socket = new LiveSocket({ address: () => socketUrl(SOCKET), received, status, stops: STOPS });
  }

  open() {
    this.socket.open();
  }

  close() {
    this.socket.cut();
  }

  enter({ id, visitor, scope }) {
    if (!this.isServing()) return this.say({ type: "end", id });
    const who = { name: visitor.name || `Visiteur ${visitor.number}`, number: visitor.number };
    this.onGuest(who);
    const guest = new Guest(this, id, who, scope);
    this.guests.set(id, guest);
    return guest.enter();
  }

  say(envelope) {
    this.socket.send(envelope);
  }

  /** The tunnel is cut: for the project all visitors have left. */
  dropAll() {
    this.guests.forEach((guest) => guest.leave());
  }

  /** Said once, whoever meets it. */
  note(text) {
    if (this.told.has(text)) return;
    this.told.add(text);
    this.onNote(text);
  }
}

/** One connection of a visitor: what the project answers goes out in pieces. */
class Guest {
  constructor(tunnel, id, who, scope) {
    Object.assign(this, { tunnel, id, who, scope });
    this.pieces = [];
    this.waiting = 0; // bytes
    this.isFree = true;
  }

  enter() {
    const { connections } = this.tunnel;
    this.number = connections.begin(this.who, { take: (event) => this.answer(event), lost: () => this.end() });
    connections.send({ type: "open", id: this.number, scope: this.scope }, this.who);
  }

  // From the visitor

  hear(event) {
    this.tunnel.connections.event(this.number, this.who, event);
    if (event.more_body) this.tunnel.say({ type: "resume", id: this.id });
    if (event.type.endsWith(".disconnect")) this.forget();
  }

  leave() {
    const type = this.scope.type === "http" ? "http.disconnect" : "websocket.disconnect";
    this.hear({ type, ...(type.startsWith("web") && { code: 1001 }) });
  }

  // To the visitor

  answer(event) {
    const handlers = {
      "http.response.start": () => this.start(event),
      "http.response.body": () => this.body(event),
      "websocket.send": () => this.frame(event),
      "websocket.close": () => this.tell({ type: event.type, code: event.code ?? 1000 }) || this.forget(),
    };
    return (handlers[event.type] ?? (() => this.tell(event)))();
  }

  tell(event) {
    this.tunnel.say({ type: "event", id: this.id, event });
  }

  start(event) {
    this.headers = event.headers.map(([name, value]) => [asText(name).toLowerCase(), asText(value)]);
    this.warn();
    this.tell({ type: event.type, status: event.status, headers: event.headers });
  }

  body({ body, more_body: more }) {
    const bytes = toBytes(body ?? "");
    if (bytes.length && !this.looked) this.look(bytes);
    for (let at = 0; at < bytes.length || at === 0; at += PIECE) {
      const piece = bytes.subarray(at, at + PIECE);
      this.pieces.push({ piece, more: Boolean(more) || at + PIECE < bytes.length });
    }
    this.count(bytes.length);
    if (this.isFree) this.next();
  }

  /** The server has passed the last piece on. */
  next() {
    const first = this.pieces.shift();
    this.isFree = !first;
    if (!first) return;
    this.count(-first.piece.length);
    this.tell({ type: "http.response.body", body: inBase64(first.piece), more_body: first.more });
    if (!first.more) this.forget();
  }

  /** A project that writes faster than its visitor reads waits in `send`. */
  count(bytes) {
    const was = this.waiting > MOST_WAITING;
    this.waiting += bytes;
    const is = this.waiting > MOST_WAITING;
    if (was !== is) this.tunnel.connections.send({ type: is ? "pause" : "resume", id: this.number }, this.who);
  }

  frame(event) {
    const size = event.text?.length ?? toBytes(event.bytes).length;
    const text = JSON.stringify(event);
    if (size <= MOST_FRAME && new TextEncoder().encode(text).length < 2 * MOST_FRAME - 200) return this.tell(event);
    this.tunnel.note(`Une trame de ${size} caractères est trop longue pour vos visiteurs\u00a0: 32\u00a0Kio au plus.`);
    this.tell({ type: "websocket.close", code: TOO_BIG });
    return this.leave();
  }

  /** The project has nothing more to say, or is no more. */
  end() {
    this.tunnel.say({ type: "end", id: this.id });
    this.tunnel.guests.delete(this.id);
  }

  forget() {
    this.tunnel.guests.delete(this.id);
    this.tunnel.connections.forget(this.number);
  }

  // What works in the pane and would not at a visitor's: said to the pupil, where the answer passes

  warn() {
    const cookies = this.headers.filter(([name]) => name === "set-cookie").map(([, text]) => text.split(";")[0]);
    const long = cookies.find((cookie) => cookie.length - cookie.indexOf("=") - 1 > LONGEST_COOKIE);
    if (long) this.tunnel.note(`Le cookie ${long.split("=")[0]} est trop long pour vos visiteurs\u00a0: 256 caractères au plus.`);
  }

  look(bytes) {
    this.looked = true;
    const type = this.headers?.find(([name]) => name === "content-type")?.[1] ?? "";
    if (!type.startsWith("text/html")) return;
    for (const text of hardCoded(new TextDecoder().decode(bytes), this.scope.root_path)) {
      this.tunnel.note(`${text} mène vos visiteurs hors de votre serveur, qui est pour eux dans un dossier\u00a0: écrivez {% url %} ou {% static %}.`);
    }
  }
}
