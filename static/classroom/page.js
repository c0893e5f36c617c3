/**
 * What every page of the site does in a class: it hears the teacher (« Regardez-moi », « Au tableau »), and keeps for
 * the desk where its pupil is and what holds them up.
 */

import { createDiagram } from "../exchanges/diagram.js";
import { button, element } from "../site/element.js";
import { dispatcher, LiveSocket, socketUrl } from "../site/socket.js";
import { keptForever } from "../site/store.js";

const TITLES = { code: "Au tableau\u00a0: le code du professeur", exchange: "Au tableau\u00a0: un échange" };
const CLIENTS = ["A", "B", "C"];

const root = document.getElementById("class-screen");
const here = keptForever("lesson.here", {});
const stuck = keptForever("lesson.stuck", {});
const since = keptForever("lesson.since", {}); // when it was written is when the mistake began
let shown = "";

if (root) {
  new LiveSocket({
    address: () => socketUrl(root.dataset.socket),
    received: dispatcher({ screen: show }),
  }).open();
  declarePlace();
  document.addEventListener("task:verdict", ({ detail }) => declareVerdict(detail));
}

// --- what the teacher shows ---

function show({ kind, text, events }) {
  const wasPaused = root.dataset.kind === "pause";
  root.dataset.kind = kind;
  for (const part of document.querySelectorAll("body > header, body > main")) part.inert = kind === "pause";
  if (kind === shown && kind === "code") root.querySelector("code").textContent = text;
  else draw(kind, text, events);
  shown = kind;
  root.hidden = !kind;
  if (kind === "pause") root.querySelector("p").focus();
  else if (wasPaused) document.getElementById("main").focus();
}

function draw(kind, text, events) {
  if (kind === "pause") {
    root.replaceChildren(element("p", { tabindex: "-1", dir: "auto" }, text || "Regardez-moi, s’il vous plaît."));
  } else if (kind) {
    const body = kind === "code" ? element("pre", {}, element("code", {}, text)) : element("div", {});
    const fold = button("Réduire", { class: "button small quiet", "aria-expanded": "true" }, () => {
      body.hidden = !body.hidden;
      fold.textContent = body.hidden ? "Montrer" : "Réduire";
      fold.setAttribute("aria-expanded", String(!body.hidden));
    });
    root.replaceChildren(element("h2", {}, TITLES[kind], " ", fold), body);
    if (kind === "exchange") drawExchange(body, events);
  } else root.replaceChildren();
}

function drawExchange(host, events) {
  const { diagram: style } = root.dataset; // not every page has it
  if (!document.querySelector(`link[href="${style}"]`)) {
    document.head.append(element("link", { rel: "stylesheet", href: style }));
  }
  createDiagram(host, { static: true, events, lifelines: lifelines(events), title: TITLES.exchange });
}

/** The clients that occur, the server in their middle. */
function lifelines(events) {
  const clients = CLIENTS.filter((client) => client === "A" || events.some((event) => event.client === client));
  return [...clients.slice(0, Math.max(1, clients.length - 1)), "server", ...clients.slice(Math.max(1, clients.length - 1))];
}

// --- what the desk is told ---

function declarePlace() {
  const place = { title: document.title.replace(/ – Atelier Web$/, ""), path: location.pathname };
  if (here.read().path !== place.path) here.write(place);
}

function declareVerdict({ slug, title, verdict, tries }) {
  if (verdict.state !== "failed") return;
  const { code, did } = verdict;
  const earlier = stuck.read();
  if (earlier.slug !== slug || earlier.code !== code) since.write({ slug, code });
  stuck.write({ slug, title, code, did: did.slice(0, 300), tries });
}

// --- what was handed in and given back ---

const bench = document.getElementById("workbench");
if (root && bench && document.querySelector(".who[data-claim]")) {
  showRemarks().catch((error) => console.warn("remarks", error)); // the site is away, or the page is being left
}

async function showRemarks() {
  const response = await fetch("/eleve/rendu", { headers: { Accept: "application/json" } });
  if (!response.ok) return;
  const { id } = JSON.parse(document.getElementById("workbench-data").textContent).project;
  const { copies } = await response.json();
  const items = copies.flatMap((copy) => copy.remarks.filter(({ project }) => project === id).map(remarkItem));
  const words = copies.filter(({ mark, comment }) => mark || comment).map(markItem);
  if (!items.length && !words.length) return;
  const title = element("summary", {}, "Votre professeur vous a répondu");
  bench.querySelector(".regions").before(element("details", { class: "note given-back", open: true }, title, element("ul", {}, ...words, ...items)));
}

function remarkItem({ path, line, text }) {
  const go = button(`${path}, ligne ${line}`, { class: "button small" }, () =>
    document.dispatchEvent(new CustomEvent("workbench:go", { detail: { file: path, line } })),
  );
  return element("li", {}, go, " ", element("bdi", {}, text));
}

function markItem({ seance, mark, comment }) {
  return element("li", {}, element("strong", {}, element("bdi", {}, [seance, mark].filter(Boolean).join("\u00a0: "))), " ", element("bdi", {}, comment));
}
