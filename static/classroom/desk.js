/** The desk: the class as its socket tells it, and what all screens show. */

import { element } from "../site/element.js";
import { NBSP, plural } from "../site/french.js";
import { dispatcher, LiveSocket, socketUrl } from "../site/socket.js";

const TYPING = 400; // ms after the last key, the code is shown
const ENDED = 4403; // signed out, here or elsewhere
const KINDS = {
  pause: "Les écrans sont en pause.",
  code: "Votre code est au tableau.",
  exchange: "Un échange est au tableau.",
};

const CELLS = 6;

const root = document.getElementById("desk");
const byId = (id) => document.getElementById(id);
const screen = byId("screen");
const rows = new Map(); // a pupil's number → the row

openScreen();
byId("pupils").addEventListener("keydown", ({ key, target }) => {
  const menu = target.closest("details[open]");
  if (key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
new LiveSocket({
  address: () => socketUrl(root.dataset.socket),
  received: dispatcher({ class: showClass }),
  status: ({ state }) => (state === "ended" ? location.reload() : (byId("desk-lost").hidden = state !== "waiting")),
  stops: { [ENDED]: "ended" },
}).open();

// --- the class ---

function showClass({ here, pupils, tasks, steps, mistakes }) {
  byId("desk-count").textContent = `${plural(here, "élève")} ici, ${pupils.length} aujourd’hui`;
  byId("nobody").hidden = pupils.length > 0;
  showPupils(pupils, tasks);
  byId("no-mistake").hidden = mistakes.length > 0;
  byId("mistakes").replaceChildren(...mistakes.map(mistakeItem));
  byId("steps").replaceChildren(...steps.filter(({ readers }) => readers).map((step) => stepItem(step, pupils.length)));
}

/** Each pupil keeps a row. Their order stays as it is while one of them is being acted on. */
function showPupils(pupils, tasks) {
  const body = byId("pupils");
  const shown = pupils.map((pupil) => {
    const row = rows.get(pupil.claim) ?? element("tr", {}, ...Array.from({ length: CELLS }, () => element("td", {})));
    rows.set(pupil.claim, row);
    fill(row, pupil, tasks);
    return row;
  });
  const isBusy = body.contains(document.activeElement) || body.querySelector("details[open]");
  const isAsShown = shown.length === body.children.length && shown.every((row, place) => row === body.children[place]);
  if (!isBusy && !isAsShown) body.replaceChildren(...shown);
  else body.append(...shown.filter((row) => !row.isConnected));
}

function fill(row, pupil, tasks) {
  const { name, here, place, passed, taken, found, again, stuck } = pupil;
  row.dataset.claim = pupil.claim;
  row.dataset.state = here ? (stuck ? "stuck" : "here") : "away";
  const [who, where, written, answered, trouble, menu] = row.cells;
  who.replaceChildren(element("bdi", {}, name), ...badges(pupil));
  where.replaceChildren(element("bdi", {}, here ? place || "sur le site" : "parti"));
  written.textContent = [`${passed} sur ${tasks}`, taken && `(${taken} repris)`].filter(Boolean).join(" ");
  answered.textContent = [found && plural(found, "juste"), again && `${again} à refaire`].filter(Boolean).join(", ");
  trouble.replaceChildren(...(stuck ? troubleOf(stuck) : []));
  const state = JSON.stringify([name, pupil.muted, pupil.blocked, pupil.server]);
  if (menu.dataset.state !== state) menu.replaceChildren(actions(pupil));
  menu.dataset.state = state;
}

function badges({ muted, blocked, server }) {
  const said = [blocked && ["danger", "bloqué"], muted && !blocked && ["warning", "muet"], server && ["ok", "serveur ouvert"]];
  return said.filter(Boolean).flatMap(([kind, text]) => [" ", element("span", { class: `badge ${kind}` }, text)]);
}

function troubleOf({ title, did, tries, since }) {
  return [
    element("strong", {}, element("bdi", {}, title)),
    `, ${howLong(since)}, ${plural(tries, "essai")}`,
    element("br", {}),
    element("span", { class: "small", dir: "auto" }, did),
  ];
}

const howLong = (seconds) => (seconds < 60 ? "à l’instant" : `depuis ${Math.floor(seconds / 60)}${NBSP}min`);

function actions(pupil) {
  const { claim, muted, blocked, server } = pupil;
  return element(
    "details",
    { class: "desk-menu", name: "pupil" },
    element("summary", { "aria-label": `Agir\u00a0: ${pupil.name}` }, "⋯"),
    element(
      "div",
      {},
      element("a", { class: "button small quiet", href: root.dataset.code.replace(/0$/, claim) }, "Son code"),
      form(root.dataset.screen, { kind: "exchange", pupil: claim }, `Son échange au tableau`),
      ...(server ? [element("a", { class: "button small quiet", href: root.dataset.chez.replace(/x\/$/, `${server}/`) }, "Son serveur")] : []),
      form(orderUrl(muted ? "rendre-la-parole" : "muet"), { pk: claim }, muted ? "Rendre la parole" : "Rendre muet"),
      form(orderUrl(blocked ? "debloquer" : "bloquer"), { pk: claim }, blocked ? "Débloquer" : "Bloquer ce poste…"),
    ),
  );
}

const orderUrl = (name) => root.dataset.order.replace(/x$/, name);

function form(action, values, label) {
  const fields = { ...values, page: location.pathname, csrfmiddlewaretoken: screen.elements.csrfmiddlewaretoken.value };
  const inputs = Object.entries(fields).map(([name, value]) => element("input", { type: "hidden", name, value }));
  return element("form", { method: "post", action }, ...inputs, element("button", { class: "button small quiet" }, label));
}

function mistakeItem({ count, title, did }) {
  return element("li", {}, element("strong", {}, plural(count, "élève"), NBSP, ": "), element("bdi", {}, title), element("br", {}), element("span", { class: "small", dir: "auto" }, did));
}

function stepItem({ title, readers, questions }, pupils) {
  const asked = questions.map(({ number, found, again }) => {
    const wrong = Math.round((100 * again) / (found + again));
    return element("li", wrong >= 40 ? { class: "hard" } : {}, `question ${number}\u00a0: ${wrong}${NBSP}% se trompent`);
  });
  const line = [element("span", {}, title), element("span", { class: "small muted" }, ` ${readers} sur ${pupils}`)];
  const bar = element("progress", { max: Math.max(pupils, 1), value: readers, "aria-label": `${title}\u00a0: ${readers} sur ${pupils}` });
  return element("li", {}, ...line, bar, ...(asked.length ? [element("ul", { class: "small" }, ...asked)] : []));
}

// --- all screens ---

let typing = 0; // timer

function openScreen() {
  showKind(byId("screen-state").dataset.kind);
  screen.addEventListener("submit", (event) => {
    event.preventDefault();
    order(event.submitter?.value ?? "");
  });
  screen.elements.text.addEventListener("input", () => {
    clearTimeout(typing);
    if (byId("screen-state").dataset.kind === "code") typing = setTimeout(() => order("code"), TYPING);
  });
}

async function order(kind) {
  clearTimeout(typing);
  const body = new FormData(screen);
  body.set("kind", kind);
  try {
    const response = await fetch(screen.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (response.ok) showKind(kind);
    else byId("screen-state").textContent = await response.text();
  } catch {
    byId("screen-state").textContent = "Le site ne répond pas\u00a0: réessayez dans un instant.";
  }
}

function showKind(kind) {
  byId("screen-state").dataset.kind = kind;
  byId("screen-state").textContent = KINDS[kind] ?? "";
  byId("screen-end").hidden = !kind;
}
