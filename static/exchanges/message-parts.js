/** The parts of a message, each named in French, with what its codes and headers mean. */

import { element } from "../site/element.js";
import { plural } from "../site/french.js";
import { explainHeader, explainMethod } from "./glossary.js";
import { UNASKED, frameType, wordsFor } from "./labels.js";
import { bodyPairs, parsedJson, queryPairs, requestLine, statusLine } from "./messages.js";
import { latest } from "./picture.js";
import { explainClose, explainStatus } from "./status-codes.js";
import { octets } from "./wording.js";

const UNREADABLE = "Ce contenu n’est pas du texte\u00a0: il n’est pas montré ici.";
const NOT_RAW = "et non comme les octets bruts du réseau. Les secrets sont remplacés par ••••.";
const MASKED = "••••";

const PARTS = {
  request: (event, reading) => [requestPart(event), headersPart(event, reading), emptyLine(), bodyPart(event)],
  response: (event, reading) => [statusPart(event), headersPart(event, reading), emptyLine(), bodyPart(event)],
  handshake: (event, reading) => [requestPart(event), headersPart(event, reading), emptyLine(), noBody()],
  accepted: (event, reading) => [acceptedPart(event), headersPart(event, reading), emptyLine(), noBody()],
  refused: (event, reading) => [refusalPart(event, reading)],
  frame: (event, reading, row) => [whoAsked(event, row), ...framesOf(event, reading, row)],
  close: (event, reading) => [closePart(event, reading)],
};

/**
 * The parts of a row's message as a list of nodes. `reading`: { headers: names of those shown at once, vocabulary,
 * allHeaders: whether the reader has unfolded the others }.
 */
export function messageParts(row, reading) {
  const event = latest(row);
  return PARTS[event.kind](event, reading, row).filter(Boolean);
}

// A request, a response

function requestPart(event) {
  const method = event.method ?? "GET";
  return part(
    "ligne de requête",
    "start",
    rawLine(requestLine(event)),
    explained(method, explainMethod(method)),
    ...decoded(queryPairs(event), "Les paramètres de l’adresse, décodés\u00a0:"),
  );
}

function acceptedPart(event) {
  return statusPart({ status: 101, reason: "Switching Protocols", ...event });
}

function statusPart(event) {
  const meaning = explained(event.status, explainStatus(event.status));
  return part("ligne d’état", "start", rawLine(statusLine(event)), meaning);
}

/** Those that matter here, then the others, folded. */
function headersPart(event, reading) {
  const headers = event.headers ?? [];
  const asked = event.kind === "request" || event.kind === "handshake";
  const matters = ([name]) => reading.headers.includes(name.toLowerCase());
  const shown = headers.filter(matters);
  const others = headers.filter((header) => !matters(header));
  return part(
    "en-têtes",
    "headers",
    shown.length ? headerList(shown, asked) : null,
    others.length ? foldedHeaders(others, asked, shown.length > 0, reading) : null,
    headers.length ? null : remark("Aucun en-tête n’a été noté."),
  );
}

function foldedHeaders(headers, asked, furthers, reading) {
  const words = furthers ? ["autre en-tête", "autres en-têtes"] : ["en-tête", "en-têtes"];
  const fold = element(
    "details",
    { class: "other-headers", open: reading.allHeaders },
    element("summary", {}, plural(headers.length, ...words)),
    headerList(headers, asked),
    remark(`Ils sont montrés tels que le serveur les a ${asked ? "lus" : "écrits"}, ${NOT_RAW}`),
  );
  fold.addEventListener("toggle", () => (reading.allHeaders = fold.open));
  return fold;
}

function headerList(headers, asked) {
  return element("ul", { class: "header-lines" }, ...headers.map((header) => headerLine(header, asked)));
}

function headerLine([name, value], asked) {
  const meaning = explainHeader(name, { asked });
  const masked = value.includes(MASKED) ? " (masqué ici)" : "";
  const raw = element("code", {}, element("b", {}, name), `: ${value}`);
  return element("li", {}, raw, " ", element("span", { class: "explanation" }, meaning + masked));
}

function emptyLine() {
  return part("ligne vide", "empty", remark("Elle dit\u00a0: les en-têtes sont finis."));
}

function bodyPart(event) {
  if (!event.body && !event.bodySize) return noBody();
  const pairs = bodyPairs(event);
  return part(
    "corps",
    "body",
    event.body ? rawText(laidOut(event.body)) : remark(UNREADABLE),
    event.body && event.bodyTruncated && remark("Corps tronqué\u00a0: seul le début est gardé ici."),
    remark(octets(event.bodySize ?? 0) + (pairs.length ? "\u00a0; une fois décodés\u00a0:" : "")),
    ...decoded(pairs),
  );
}

function noBody() {
  return part("corps", "body", remark("Aucun corps."));
}

// Frames

function whoAsked(event, { place }) {
  if (event.direction !== "down" || event.mark) return null;
  if (place === "opening") return remark("Juste après l’ouverture de la connexion.");
  if (!event.unasked) return remark("Juste après une trame de ce client.");
  return element(
    "p",
    { class: "details-unasked" },
    element("strong", {}, UNASKED),
    "\u00a0: le serveur prend l’initiative. Une réponse HTTP ne le peut pas, elle suit toujours une requête.",
  );
}

function framesOf(event, reading, row) {
  if (row.count === 1) return [framePart(event, reading)];
  if (row.place === "opening") return row.events.map((each) => framePart(each, reading));
  return [framePart(event, reading), foldedPart(row)];
}

function framePart(event, { vocabulary }) {
  const type = frameType(event);
  const gloss = wordsFor(event, vocabulary).gloss ?? "dit à qui la reçoit quoi faire du reste";
  return part(
    type ? "contenu, du JSON" : "contenu",
    "body",
    event.text ? rawText(laidOut(event.text)) : remark(UNREADABLE),
    event.text && event.truncated && remark("Trame tronquée\u00a0: seul le début est gardé ici."),
    type ? explained(type, gloss) : null,
    remark(octets(event.size ?? 0)),
  );
}

function foldedPart(row) {
  const lines = row.events.map((event) => element("li", {}, element("code", {}, event.text ?? "")));
  const count = `${plural(row.count, "trame")} du même type\u00a0; les dernières\u00a0:`;
  return part("répétitions", "headers", remark(count), element("ol", { class: "folded-lines" }, ...lines));
}

function refusalPart(event, { vocabulary }) {
  return part(
    "refus",
    "start",
    rawLine(`${event.status} ${event.reason ?? ""}`.trimEnd()),
    explained(event.status, explainStatus(event.status)),
    event.code ? explained(event.code, explainClose(event.code, vocabulary.closings)) : null,
    remark("La connexion WebSocket n’a pas été ouverte."),
  );
}

function closePart(event, { vocabulary }) {
  const who = event.by === "client" ? "Le client ferme la connexion." : "Le serveur ferme la connexion.";
  const code = event.code ? explained(event.code, explainClose(event.code, vocabulary.closings)) : null;
  return part("fermeture", "start", remark(who), code);
}

// Pieces

function part(name, kind, ...content) {
  return element(
    "section",
    { class: `message-part message-part-${kind}` },
    element("h4", {}, name),
    element("div", { class: "message-part-content" }, ...content.filter(Boolean)),
  );
}

function rawLine(text) {
  return element("code", { class: "raw-line" }, text);
}

function rawText(text) {
  return element("pre", { class: "raw-text" }, element("code", {}, text));
}

/** JSON on several lines; any other text as it is. */
function laidOut(text) {
  const json = parsedJson(text);
  return json !== null && typeof json === "object" ? JSON.stringify(json, null, 2) : text;
}

function remark(text) {
  return element("p", { class: "explanation" }, text);
}

function explained(term, meaning) {
  return meaning ? element("p", { class: "explanation" }, element("code", {}, String(term)), ` ${meaning}`) : null;
}

/** Names and values side by side, under a caption. */
function decoded(pairs, caption) {
  if (!pairs.length) return [];
  const pair = ([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value));
  return [caption && remark(caption), element("dl", { class: "pairs" }, ...pairs.map(pair))];
}
