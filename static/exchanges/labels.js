/** What an arrow says: from whom, to whom, a short label, a note, and one sentence for those who listen. */

import { duration, plural, quoted } from "../site/french.js";
import { contentType, parsedJson, readableTarget } from "./messages.js";
import { participantName } from "./participants.js";
import { octets } from "./wording.js";

export const UNASKED = "reçu sans l’avoir demandé";

export const MARKS = {
  missing: "attendu, mais absent",
  extra: "en trop",
  ok: "comme attendu",
};

const DESCRIPTIONS = {
  request: (event) => ({
    kind: "requête",
    label: `${event.method} ${readableTarget(event)}`,
    note: event.bodySize ? `corps de ${octets(event.bodySize)}` : "",
  }),
  response: (event) => ({
    kind: "réponse",
    label: `${event.status} ${event.reason ?? ""}`.trimEnd(),
    note: event.aborted ? "interrompue" : contentType(event),
  }),
  handshake: (event) => ({
    kind: "demande de connexion WebSocket",
    label: `GET ${readableTarget(event)}`,
    note: "passer à la WebSocket ?",
  }),
  accepted: (event) => ({
    kind: "connexion WebSocket acceptée",
    label: `${event.status ?? 101} ${event.reason ?? "Switching Protocols"}`,
    note: "",
  }),
  refused: (event) => ({
    kind: "connexion WebSocket refusée",
    label: `refus ${event.status ?? ""}`.trimEnd(),
    note: "",
  }),
  frame: (event) => ({ kind: "", label: frameLabel(event), note: "" }),
  close: (event) => ({ kind: "", label: `fermeture ${event.code ?? ""}`.trimEnd(), note: "" }),
  query: (event) => ({ kind: "demande à la base", label: event.text, note: "" }),
  result: (event) => ({ kind: "réponse de la base", label: event.text, note: "" }),
};

/** The first key of a JSON frame that is listed here says what the frame is about. */
const FRAME_SUMMARIES = {
  nbClients: (count) => plural(count, "participant"),
  timeChat: (inSeconds) => duration(inSeconds),
  messages: (messages) => (messages.length === 1 ? messageSummary(messages[0]) : plural(messages.length, "message")),
  message: (text) => quoted(text, 30),
  rooms: (rooms) => plural(rooms.length, "salon"),
  code: (code) => code,
  title: (title) => quoted(title, 30),
};

/** Event of an unknown kind: undefined, and a line in the browser's console. */
export function describe(event) {
  const description = DESCRIPTIONS[event.kind];
  if (!description) {
    console.error("exchange of an unknown kind", event);
    return undefined;
  }
  return { ...endsOf(event), ...description(event), ...(event.label ? { label: event.label } : {}) };
}

/** The two lifelines that the event joins. */
export function endsOf(event) {
  if (event.kind === "query") return { from: "server", to: "database" };
  if (event.kind === "result") return { from: "database", to: "server" };
  return goesUp(event) ? { from: event.client, to: "server" } : { from: "server", to: event.client };
}

/** « Client A vers Serveur : requête GET /bonjour » */
export function spoken(event, { from, to, kind, label }, count) {
  const what = [kind, label, count > 1 ? `${count} fois` : ""].filter(Boolean).join(" ");
  const remarks = [event.unasked ? UNASKED : "", MARKS[event.mark] ?? ""].filter(Boolean);
  return [`${participantName(from)} vers ${participantName(to)} : ${what}`, ...remarks].join(", ");
}

/** The `type` of a JSON frame, or undefined. */
export function frameType(event) {
  const frame = parsedJson(event.text ?? "");
  return typeof frame?.type === "string" ? frame.type : undefined;
}

export function frameLabel(event, count = 1) {
  const frame = parsedJson(event.text ?? "");
  if (typeof frame?.type !== "string") return `trame : ${quoted(event.text ?? "")}`;
  const times = count > 1 ? ` ×${count}` : "";
  const summary = frameSummary(frame);
  return `trame : ${frame.type}${times}${summary && ` — ${summary}`}`;
}

function goesUp(event) {
  if (event.kind === "frame") return event.direction === "up";
  if (event.kind === "close") return event.by === "client";
  return event.kind === "request" || event.kind === "handshake";
}

function frameSummary(frame) {
  const key = Object.keys(FRAME_SUMMARIES).find((each) => each in frame);
  try {
    return key ? FRAME_SUMMARIES[key](frame[key]) : "";
  } catch {
    return ""; // a frame written by a pupil may hold anything under these names
  }
}

function messageSummary({ userName, message }) {
  return message ? `${userName} : ${quoted(message, 30)}` : "message retiré";
}
