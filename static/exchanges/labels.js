/** What an arrow says: from whom, to whom, what it is, a short label and a note. */

import { plural, quoted } from "../site/french.js";
import { contentType, parsedJson, readableTarget } from "./messages.js";
import { octets } from "./wording.js";

export const UNASKED = "reçu sans l’avoir demandé";

export const MARKS = {
  missing: "attendu, mais absent",
  extra: "en trop",
  ok: "comme attendu",
};

const LONGEST = 30; // characters of a text quoted in a label

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
    kind: "demande de WebSocket",
    label: `GET ${readableTarget(event)}`,
    note: "passer à la WebSocket\u00a0?",
  }),
  accepted: (event) => ({
    kind: "WebSocket acceptée",
    label: `${event.status ?? 101} ${event.reason ?? "Switching Protocols"}`,
    note: "",
  }),
  refused: (event) => ({ kind: "WebSocket refusée", label: `refus ${event.status ?? ""}`.trimEnd(), note: "" }),
  frame: (event, vocabulary) => ({ kind: "trame", label: frameLabel(event, vocabulary), note: "" }),
  close: (event) => ({ kind: "", label: `fermeture ${event.code ?? ""}`.trimEnd(), note: "" }),
};

/** Event of an unknown kind: undefined, and a line in the browser's console. */
export function describe(event, vocabulary) {
  const description = DESCRIPTIONS[event.kind];
  if (!description) {
    console.error("exchange of an unknown kind", event);
    return undefined;
  }
  const described = { ...endsOf(event), ...description(event, vocabulary), ...(event.label ? { label: event.label } : {}) };
  return event.visitor ? { ...described, note: [event.visitor, described.note].filter(Boolean).join(", ") } : described;
}

/** The two lifelines that the event joins. */
function endsOf(event) {
  return goesUp(event) ? { from: event.client, to: "server" } : { from: "server", to: event.client };
}

function goesUp(event) {
  if (event.kind === "frame") return event.direction === "up";
  if (event.kind === "close") return event.by === "client";
  return event.kind === "request" || event.kind === "handshake";
}

/** The `type` of a JSON frame, or undefined. */
export function frameType(event) {
  const frame = parsedJson(event.text ?? "");
  return typeof frame?.type === "string" ? frame.type : undefined;
}

/** What the application says of this frame: { gloss, says, periodic }, each optional. */
export function wordsFor(event, vocabulary) {
  return vocabulary.frames?.[frameType(event)] ?? {};
}

export function frameLabel(event, vocabulary, count = 1) {
  const frame = parsedJson(event.text ?? "");
  if (typeof frame?.type !== "string") return quoted(event.text ?? "");
  const times = count > 1 ? ` ×${count}` : "";
  const summary = summaryOf(frame, wordsFor(event, vocabulary).says ?? valuesOf);
  return `${frame.type}${times}${summary && `\u00a0— ${summary}`}`;
}

export function openingLabel(count) {
  return `ouverture\u00a0: ${plural(count, "trame")}`;
}

function summaryOf(frame, says) {
  try {
    return says(frame);
  } catch {
    return ""; // a frame written by a pupil may hold anything under any name
  }
}

/** A frame that nobody explained: its first values. */
function valuesOf({ type, ...values }) {
  return Object.entries(values).slice(0, 2).map(inWords).filter(Boolean).join(", ");
}

function inWords([key, value]) {
  if (typeof value === "string") return quoted(value, LONGEST);
  return typeof value === "number" ? `${key} ${value}` : "";
}
