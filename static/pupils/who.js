/** The header's menu: take a name, come back to it, leave it; and the pupil's notes, sent as they are written. */

import * as notebook from "./notebook.js";

const PAUSE = 800; // ms between a note and its sending
const SIGN_OF_LIFE = 5 * 60_000; // ms between two

const SHOW_CODE = "#votre-code";

const menu = document.querySelector(".who");
const storage = usable();
let timer = 0;
let lastSign = performance.now();

if (menu) start(menu.dataset);

function start({ claim, doubt, notes, here }) {
  if (location.hash === SHOW_CODE) {
    menu.open = true;
    history.replaceState(null, "", location.pathname + location.search);
  }
  for (const form of document.querySelectorAll("form[data-pupil]")) form.addEventListener("submit", submit);
  addEventListener("storage", ({ key }) => key === notebook.NEWS && location.reload());
  if (claim) for (const type of ["pointerdown", "keydown"]) addEventListener(type, () => giveSign(here), { passive: true });
  if (!storage) return;
  if (doubt) notebook.putAside(storage);
  if (!claim) return;
  notebook.belongTo(storage, claim);
  notebook.bringBack(storage);
  fetchNotes(notes).catch(tryLater);
  addEventListener("kept", ({ detail }) => {
    if (!notebook.isNote(detail.key)) return;
    notebook.mark(storage, [detail.key]);
    clearTimeout(timer);
    timer = setTimeout(() => sendNotes(notes).catch(tryLater), PAUSE);
  });
  // « Précédent » may bring back the page as it was, of a pupil who has left.
  addEventListener("pageshow", ({ persisted }) => persisted && notebook.isAnothers(storage, claim) && location.reload());
}

async function submit(event) {
  event.preventDefault();
  const form = event.target;
  const body = new FormData(form);
  try {
    if (form.dataset.pupil === "leave") await beforeLeaving(body);
    const { ok, answer } = await post(form.action, body);
    if (ok) return arrived(form, answer);
    showError(form, answer.detail);
    if (["taken", "list"].includes(answer.error)) offerWayBack(body.get("pseudonyme"));
  } catch {
    showError(form, "Le site ne répond pas : réessayez dans un instant.");
  }
}

/** The local copy is deleted once the site has its own: what it lacks goes with the farewell. */
async function beforeLeaving(body) {
  if (!storage) return;
  body.append("notes", JSON.stringify(notebook.aside(storage)?.unsent ?? notebook.unsent(storage)));
  const waiting = [];
  document.dispatchEvent(new CustomEvent("pupil:leave", { detail: { until: (promise) => waiting.push(promise) } }));
  await Promise.all(waiting);
}

async function arrived(form, answer) {
  if (storage && form.dataset.pupil === "leave") {
    notebook.clear(storage);
    notebook.clear(sessionStorage); // this tab's drafts
  }
  storage?.setItem(notebook.NEWS, crypto.getRandomValues(new Uint32Array(1))[0]);
  // A new code is to be seen, and noted: the menu opens once more after the reload.
  if (answer.code) location.hash = SHOW_CODE;
  location.reload();
}

function showError(form, detail) {
  const line = form.querySelector(".who-error");
  if (!line) return;
  line.textContent = detail;
  line.hidden = false;
}

/** Who has the name already only lacks the code. */
function offerWayBack(name) {
  const field = document.getElementById("who-back");
  if (!field) return;
  field.value = name;
  document.getElementById("who-code").focus();
}

/** The site is away, or the page is being left: what is marked is sent with the next note, or by the next page. */
function tryLater(error) {
  console.warn("notes", error);
}

async function fetchNotes(url) {
  await sendNotes(url);
  const response = await fetch(url, { headers: { Accept: "application/json" } });
  if (response.ok && notebook.merge(storage, await response.json())) location.reload();
}

async function sendNotes(url) {
  for (const [key, text] of Object.entries(notebook.unsent(storage))) {
    const { ok } = await post(url, JSON.stringify({ [key]: text }), { "Content-Type": "application/json" });
    if (ok) notebook.unmark(storage, { [key]: text });
  }
}

function giveSign(url) {
  if (performance.now() - lastSign < SIGN_OF_LIFE) return;
  lastSign = performance.now();
  post(url, new FormData()).then(
    ({ answer }) => answer.name || location.reload(), // away for so long that the site asks who is there
    () => {},
  );
}

async function post(url, body, headers = {}) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const response = await fetch(url, {
    method: "POST",
    body,
    headers: { Accept: "application/json", "X-CSRFToken": token, ...headers },
  });
  return { ok: response.ok, answer: await response.json() };
}

function usable() {
  try {
    localStorage.getItem("pupils.owner");
    return localStorage;
  } catch {
    return null; // a browser set to refuse storage: the site's copy is all there is
  }
}
