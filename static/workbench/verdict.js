/** What a check, or the start of the server, found: a live region, then cause, line, what was expected, what to do next. */

import { createDiagram } from "../exchanges/diagram.js";
import { button, element } from "../site/element.js";

const LIFELINES = ["A", "server", "B", "C"];
const ARROWS = {
  open: { kind: "handshake", label: (text) => `GET ${text}` },
  refused: { kind: "refused", label: () => "refus" },
  up: { kind: "frame", direction: "up" },
  down: { kind: "frame", direction: "down" },
  close: { kind: "close", by: "client", label: () => "fermeture" },
  cut: { kind: "close", by: "server", label: () => "coupure" },
  request: { kind: "request", label: (text) => text },
  response: { kind: "response", label: (text) => text },
};
const STATES = {
  passed: ["ok", "Réussi\u00a0!"],
  failed: ["danger", "Pas encore."],
  broken: ["warning", "La vérification elle-même est en panne."],
  elsewhere: ["warning", "À vérifier dans le navigateur."],
};

/** `onGoTo(file, line)` opens a line in the editor. */
export class Verdict {
  constructor(host, { onGoTo }) {
    this.status = element("p", { class: "verdict-status" });
    this.did = element("p", { class: "verdict-did" });
    this.body = element("div", { class: "verdict-body" });
    this.onGoTo = onGoTo;
    this.host = host;
    // Never hidden itself: a region that comes with its text is not read aloud.
    host.append(element("div", { role: "status" }, this.status, this.did), this.body);
  }

  say(text, kind = "") {
    this.host.dataset.kind = text ? kind : "none";
    this.status.textContent = text;
    this.did.textContent = "";
    this.body.replaceChildren();
  }

  /** `title` stands in the place of the state's own words. */
  show(verdict, title) {
    const [kind, words] = STATES[verdict.state] ?? STATES.broken;
    this.say(title ?? words, kind);
    if (verdict.state !== "passed") {
      this.did.textContent = verdict.did ?? "";
      this.body.append(...this.parts(verdict).filter(Boolean));
    }
    this.host.scrollTop = 0;
  }

  /** More under what is said: links to go on. */
  add(...nodes) {
    this.body.prepend(...nodes);
  }

  parts(verdict) {
    return [
      this.place(verdict),
      verdict.advice && part("Pour avancer", verdict.advice),
      verdict.expected && part("Ce qui était attendu", verdict.expected),
      values(verdict.values ?? []),
      comparison(verdict.arrows ?? {}),
      printed(verdict.printed ?? []),
    ];
  }

  place({ file, line, source }) {
    if (!file || !line) return null;
    const go = button(`Aller à la ligne ${line}`, { class: "button small" }, () => this.onGoTo(file, line));
    const code = source ? element("code", {}, source.trim()) : null;
    return element("p", { class: "verdict-place" }, go, ` ${file}\u00a0: `, code);
  }
}

function part(title, text) {
  return element("p", {}, element("strong", {}, `${title}\u00a0: `), text);
}

function values(pairs) {
  if (!pairs.length) return null;
  const rows = pairs.map(([name, value]) => element("li", {}, element("code", {}, `${name} = ${value}`)));
  return element("details", {}, element("summary", {}, "Valeurs à cette ligne"), element("ul", {}, ...rows));
}

function comparison({ expected = [], seen = [] }) {
  if (!expected.length && !seen.length) return null;
  const present = new Set([...expected, ...seen].map(({ client }) => client));
  const lifelines = LIFELINES.filter((name) => name === "server" || present.has(name));
  return element(
    "div",
    { class: "comparison" },
    drawing("Attendu", expected, lifelines),
    drawing("Observé", seen.slice(-30), lifelines),
  );
}

function drawing(title, arrows, lifelines) {
  const host = element("div");
  createDiagram(host, { static: true, title: `Échange ${title.toLowerCase()}`, lifelines, events: arrows.map(toEvent) });
  return element("figure", {}, element("figcaption", {}, title), host);
}

function toEvent({ client, kind, text, mark }) {
  const { label, ...fields } = ARROWS[kind] ?? ARROWS.down;
  const size = new TextEncoder().encode(text).length;
  return { client, exchange: client, ...fields, text, size, ...(label ? { label: label(text) } : {}), ...(mark ? { mark } : {}) };
}

function printed(lines) {
  if (!lines.length) return null;
  const text = element("pre", {}, element("code", {}, lines.join("\n")));
  return element("details", {}, element("summary", {}, "Affiché par votre programme (print)"), text);
}
