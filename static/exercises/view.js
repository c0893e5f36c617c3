/** All that the page's script writes in the document. */

import { createDiagram } from "../exchanges/diagram.js";
import { element } from "../site/element.js";
import { plural } from "../site/french.js";

const LIFELINES = ["A", "B", "C", "server"];
const LABELS = {
  open: (text) => `ouvre le salon ${text}`,
  refused: () => "connexion refusée",
  close: () => "se déconnecte",
  cut: () => "déconnecté par le serveur",
};
const EVENTS = {
  open: { kind: "handshake" },
  refused: { kind: "refused" },
  close: { kind: "close", by: "client" },
  cut: { kind: "close", by: "server" },
  up: { kind: "frame", direction: "up" },
  down: { kind: "frame", direction: "down", unasked: false },
};

let shownVerdict = "";
let shownTrouble = "";

const byId = (id) => document.getElementById(id);

/** `state` is what the server says (see views.state), null when it does not answer. */
export function showState(state, { slug, number }) {
  if (!state) return showStatus("Le site ne répond pas : est-il encore en marche ?", "danger");
  const done = state.running ? Math.max(state.passed, 0) : state.done;
  if (!state.running) showList(state.done);
  showStatus(...sentence(state, done, slug, Number(number)));
  showVerdict(state, slug);
  showTrouble(state.live);
}

function sentence(state, done, slug, number) {
  if (state.running) return [`Vérification… ${plural(done, "réussi")}`, ""];
  if (!state.failed) return ["Tous les exercices sont réussis !", "ok"];
  if (!starts(state.verdict)) return ["Votre programme ne démarre pas.", "danger"];
  if (state.failed === slug) return [state.lost ? "Cet exercice était réussi, et ne l’est plus." : "Pas encore.", "danger"];
  if (number <= state.done) return [`Exercice réussi ! Ensuite : ${state.failedTitle}`, "ok"];
  if (state.lost) return [`Cet exercice était réussi, et ne l’est plus : ${state.failedTitle}`, "danger"];
  return [`D’abord : ${state.failedTitle}`, "warning"];
}

function starts({ seen_exchange: seen }) {
  return seen.length > 0;
}

function showStatus(text, kind) {
  const status = byId("status");
  if (status.textContent !== text) status.textContent = text;
  status.dataset.kind = kind;
}

function showList(done) {
  byId("progress").value = done;
  document.querySelectorAll(".exercise-list li").forEach((item, index) => {
    item.dataset.done = index < done;
    item.querySelector(".state").textContent = index < done ? " (réussi)" : "";
  });
}

function showVerdict({ running, failed, lost, verdict }, slug) {
  if (running) return;
  const key = JSON.stringify([failed, verdict]);
  if (key === shownVerdict) return;
  shownVerdict = key;
  if (!failed) return byId("verdict").replaceChildren();
  const elsewhere = failed !== slug && starts(verdict);
  const link = elsewhere ? [linkTo(failed)] : [];
  byId("verdict").replaceChildren(...link, ...(elsewhere && !lost ? [] : verdictParts(verdict)));
}

function linkTo(slug) {
  const link = document.querySelector(`.exercise-list li[data-slug="${slug}"] a`);
  return element("a", { class: "button primary", href: link.href }, "Aller à cet exercice");
}

function verdictParts(verdict) {
  return [
    part("Ce que votre serveur a fait", verdict.did),
    ...place(verdict),
    part("Ce qui était attendu", verdict.expected),
    ...diagrams(verdict),
    part("Pour avancer", verdict.advice, "advice note"),
    ...printed(verdict.printed),
  ];
}

function part(title, text, className = "") {
  return element("section", { class: className }, element("h3", {}, title), element("p", {}, text));
}

function place({ line, source }) {
  if (!line) return [];
  return [element("p", {}, `Ligne ${line} de mon_chat.py :`), element("pre", {}, element("code", {}, source.trim()))];
}

function diagrams({ expected_exchange: expected, seen_exchange: seen }) {
  if (!seen.length) return [];
  const letters = new Set([...expected, ...seen].map(({ client }) => client));
  const lifelines = LIFELINES.filter((name) => name === "server" || letters.has(name));
  return [
    element(
      "div",
      { class: "comparison" },
      drawing("Attendu", expected, lifelines),
      drawing("Observé", seen, lifelines),
    ),
  ];
}

function drawing(title, arrows, lifelines) {
  const host = element("div", {});
  createDiagram(host, { static: true, title: `Échange ${title.toLowerCase()}`, lifelines, events: arrows.map(toEvent) });
  return element("figure", {}, element("figcaption", {}, title), host);
}

function toEvent({ client, kind, text, mark }) {
  const event = { client, ...EVENTS[kind], exchange: client };
  if (mark) event.mark = mark;
  if (LABELS[kind]) event.label = LABELS[kind](text);
  else Object.assign(event, { text, size: new TextEncoder().encode(text).length });
  return event;
}

function printed(lines) {
  if (!lines.length) return [];
  const text = element("pre", {}, element("code", {}, lines.join("\n")));
  return [element("details", {}, element("summary", {}, "Affiché par votre programme (print)"), text)];
}

function showTrouble(trouble) {
  const key = JSON.stringify(trouble);
  if (key === shownTrouble) return;
  shownTrouble = key;
  byId("trouble").replaceChildren(...(trouble ? [troubleNote(trouble)] : []));
}

function troubleNote(trouble) {
  const title = element("strong", { class: "note-title" }, trouble.did);
  return element("div", { class: "note danger" }, title, ...place(trouble), element("p", {}, trouble.advice));
}
