/** The parts of a message, each named in French, with what its codes and headers mean. */

import { element } from "../site/element.js";
import { plural } from "../site/french.js";
import { explainHeader, explainMethod } from "./glossary.js";
import { UNASKED, frameType } from "./labels.js";
import { bodyPairs, parsedJson, queryPairs, requestLine, statusLine, version } from "./messages.js";
import { explainClose, explainStatus, statusFamily } from "./status-codes.js";
import { octets } from "./wording.js";

const NOT_RAW = "et non comme les octets bruts du réseau. Les secrets sont remplacés par ••••.";
const UNREADABLE = "Ce contenu n’est pas du texte : il n’est pas montré ici.";

const PARTS = {
  request: (event) => [requestPart(event), headersPart(event), emptyLine(), bodyPart(event), asReadByTheServer()],
  response: (event) => [statusPart(event), headersPart(event), emptyLine(), bodyPart(event), asSentByTheServer()],
  handshake: (event) => [requestPart(event), headersPart(event), emptyLine(), noBody(), asReadByTheServer()],
  accepted: (event) => [
    statusPart({ status: 101, reason: "Switching Protocols", ...event }),
    headersPart(event),
    emptyLine(),
    noBody(),
    asSentByTheServer(),
  ],
  refused: (event) => [refusalPart(event)],
  frame: (event) => [whoAsked(event), framePart(event)],
  close: (event) => [closePart(event)],
  query: (event) => [textPart("demande", event)],
  result: (event) => [textPart("résultat", event)],
};

/** The parts of an event as a list of nodes. */
export function messageParts(event) {
  return PARTS[event.kind](event).filter(Boolean);
}

/** The last frames of a fold. */
export function foldedPart(row) {
  const lines = row.events.map((event) => element("li", {}, element("code", {}, event.text ?? "")));
  return part(
    "trames repliées",
    "headers",
    remark(`${plural(row.count, "trame")} du même type ; les dernières :`),
    element("ol", { class: "folded-lines" }, ...lines),
  );
}

function requestPart(event) {
  const [path] = (event.target ?? event.path ?? "").split("?");
  const method = event.method ?? "GET";
  return part(
    "ligne de requête",
    "start",
    rawLine(requestLine(event)),
    definitions([
      ["Méthode", method, explainMethod(method)],
      ["Cible", path, "la ressource demandée au serveur"],
      ["Version", version(event), "la version du protocole"],
    ]),
    pairsTable(queryPairs(event), "Paramètres de l’adresse, décodés"),
  );
}

function statusPart(event) {
  return part(
    "ligne d’état",
    "start",
    rawLine(statusLine(event)),
    definitions([
      ["Version", version(event), "la version du protocole"],
      ["Code", String(event.status), explainStatus(event.status)],
      ["Famille", "", statusFamily(event.status)],
    ]),
  );
}

function headersPart(event) {
  const headers = event.headers ?? [];
  if (!headers.length) return part("en-têtes", "headers", remark("Aucun en-tête n’a été noté."));
  return part("en-têtes", "headers", element("ul", { class: "header-lines" }, ...headers.map(headerLine)));
}

function headerLine([name, value]) {
  const raw = element("code", {}, element("b", {}, name), `: ${value}`);
  return element("li", {}, raw, element("span", { class: "explanation" }, explainHeader(name)));
}

function emptyLine() {
  return part("ligne vide", "empty", element("p", { class: "explanation" }, "Elle dit : les en-têtes sont finis."));
}

function bodyPart(event) {
  if (!event.body && !event.bodySize) return noBody();
  const json = parsedJson(event.body ?? "");
  const text = json !== null && typeof json === "object" ? JSON.stringify(json, null, 2) : event.body;
  return part(
    "corps",
    "body",
    text ? rawText(text) : remark(UNREADABLE),
    remark(octets(event.bodySize ?? 0)),
    text && event.bodyTruncated && remark("Corps tronqué : seul le début est gardé ici."),
    pairsTable(bodyPairs(event), "Les mêmes données, décodées"),
  );
}

function noBody() {
  return part("corps", "body", remark("Aucun corps."));
}

function asReadByTheServer() {
  return footnote(`Les en-têtes sont montrés tels que le serveur les a lus, ${NOT_RAW}`);
}

function asSentByTheServer() {
  return footnote(`Les en-têtes sont montrés tels que le programme du serveur les a écrits, ${NOT_RAW}`);
}

function whoAsked(event) {
  if (event.direction !== "down") return null;
  return event.unasked
    ? element(
        "p",
        { class: "details-unasked" },
        element("strong", {}, UNASKED),
        " : le client n’a rien envoyé, c’est le serveur qui prend l’initiative. Une réponse HTTP ne peut pas le faire.",
      )
    : remark("Cette trame répond à ce que ce client vient d’envoyer.");
}

function framePart(event) {
  const json = parsedJson(event.text ?? "");
  const isJson = json !== null && typeof json === "object";
  const type = frameType(event);
  return part(
    "contenu de la trame",
    "body",
    event.text ? rawText(isJson ? JSON.stringify(json, null, 2) : event.text) : remark(UNREADABLE),
    remark(`${octets(event.size ?? 0)}${isJson ? ", du JSON présenté ici sur plusieurs lignes" : ""}`),
    event.text && event.truncated && remark("Trame tronquée : seul le début est gardé ici."),
    type && definitions([["type", type, "dit à qui la reçoit quoi faire du reste"]]),
  );
}

function refusalPart(event) {
  return part(
    "refus",
    "start",
    definitions([
      ["Réponse", `${event.status} ${event.reason ?? ""}`.trimEnd(), explainStatus(event.status)],
      ...(event.code ? [["Code", String(event.code), explainClose(event.code)]] : []),
    ]),
    remark("La connexion WebSocket n’a pas été ouverte."),
  );
}

function closePart(event) {
  const who = event.by === "client" ? "Le client ferme la connexion." : "Le serveur ferme la connexion.";
  const code = event.code ? definitions([["Code", String(event.code), explainClose(event.code)]]) : null;
  return part("fermeture", "start", code, remark(who));
}

function textPart(name, event) {
  return part(name, "body", rawText(event.text));
}

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
  return element("pre", { class: "raw-text" }, element("code", {}, text ?? ""));
}

function remark(text) {
  return element("p", { class: "explanation" }, text);
}

function footnote(text) {
  return element("p", { class: "details-footnote" }, text);
}

function definitions(entries) {
  const rows = entries.filter(([, value, meaning]) => value || meaning).map(([term, value, meaning]) =>
    element(
      "div",
      {},
      element("dt", {}, term),
      element("dd", {}, value && element("code", {}, value), value && meaning ? " " : null, meaning),
    ),
  );
  return element("dl", { class: "definitions" }, ...rows);
}

function pairsTable(pairs, caption) {
  if (!pairs.length) return null;
  const row = ([name, value]) => element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, value));
  return element(
    "table",
    { class: "pairs" },
    element("caption", {}, caption),
    element(
      "thead",
      {},
      element("tr", {}, element("th", { scope: "col" }, "Nom"), element("th", { scope: "col" }, "Valeur")),
    ),
    element("tbody", {}, ...pairs.map(row)),
  );
}
