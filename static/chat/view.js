/** Draws the room's page as it is told, and reports what the reader does. (The two fields: composer.js.) */

import { button, element } from "../site/element.js";
import { NBSP, duration, plural } from "../site/french.js";
import { hour, moment } from "./dates.js";
import { linked } from "./links.js";
import { join, joinAll, lineAfter, lineBefore } from "./groups.js";

const STATES = {
  connecting: "Connexion…",
  open: "Connecté",
  waiting: "Connexion perdue",
  blocked: "Connexion impossible",
  cut: "Connexion coupée",
  refused: "Connexion refusée par le serveur",
  unknown: "Ce salon n’existe pas",
};
const REFUSED = 4403; // the server's address may just be changing: it is asked again
const REMOVED = "message retiré";
const KEPT = 1000; // lines on the page while the reader follows the end
const KEPT_SLACK = 200;
const AT_END = 40; // px
const NEAR_TOP = 200; // px
const ANNOUNCED = 3; // lines read aloud at once

const byId = (id) => document.getElementById(id);
const page = byId("chat");
const scroller = byId("fil");
const zone = byId("zoneMessage");
const noMessage = byId("initMess").textContent;

export const room = page.dataset.room;
export const socketPath = page.dataset.socket;

let on; // what start() was given
let following = true; // the reader is at the end
let unseen = 0;
let countdown = null;

export function start(options) {
  on = options;
  scroller.addEventListener("scroll", scrolled, { passive: true });
  byId("nouveaux").addEventListener("click", goToEnd);
  byId("reessayer").addEventListener("click", () => on.onRetry());
  const resized = new ResizeObserver(() => following && stickToEnd());
  resized.observe(scroller);
}

// --- facts about the room ---

export function showStatus({ state, delay, code, blocked }) {
  clearInterval(countdown);
  // A new try is not news: the words read aloud stay the same until it succeeds.
  if (state === "connecting" && page.dataset.state === "waiting") return showDelay(", nouvel essai en cours");
  page.dataset.state = state;
  byId("bloque").hidden = !blocked;
  byId("etat").textContent = blocked ? STATES.blocked : code === REFUSED ? STATES.refused : STATES[state];
  byId("reessayer").hidden = state !== "waiting";
  if (state === "unknown") showGone();
  if (state === "waiting") countDown(performance.now() + delay);
  else showDelay("");
}

/** The room was deleted, perhaps while people were in it. */
function showGone() {
  byId("champs").disabled = true;
  byId("nbClients").textContent = "";
  byId("autres").hidden = false;
}

function countDown(end) {
  const tick = () => {
    const seconds = Math.max(1, Math.ceil((end - performance.now()) / 1000));
    showDelay(`, nouvel essai dans ${duration(seconds)}`);
  };
  tick();
  countdown = setInterval(tick, 500);
}

function showDelay(text) {
  byId("delai").textContent = text;
}

/** What the teacher changes while people are here. The teacher may write in a silent room. */
export function showRoom({ title, closed, muted }) {
  document.title = document.title.replace(byId("titre").textContent, () => title);
  byId("titre").textContent = title;
  byId("ferme").hidden = !closed;
  byId("silence").hidden = closed || !muted;
  byId("champs").disabled = closed || (muted && !("staff" in page.dataset));
}

export function showCount(count) {
  byId("nbClients").textContent = plural(count, `participant au chat${NBSP}!`, `participants au chat${NBSP}!`);
}

export function showDuration(seconds) {
  byId("timeChat").textContent = `Durée du chat${NBSP}: ${duration(seconds)}`;
}

// --- messages ---

export const isRemoved = ({ userName, message }) => userName === "" && message === "";

/** Below what is shown. `arriving`: while the reader looks on, not the page's first lines. */
export function showMessages(messages, own, { arriving }) {
  if (!messages.length) return;
  hideNoMessage();
  const previous = zone.lastElementChild;
  const lines = messages.map((message) => drawMessage(message, own.has(message.id)));
  zone.append(...lines);
  joinAll(previous, lines);
  const others = messages.filter(({ id }) => !own.has(id));
  if (arriving) announce(others);
  if (following) stickToEnd();
  else showUnseen(unseen + others.length);
  askEarlier();
}

/** Above what is shown; what the reader was reading stays where it was. */
export function showEarlier(messages, own) {
  if (!messages.length) return;
  hideNoMessage();
  const below = scroller.scrollHeight - scroller.scrollTop;
  const next = zone.querySelector(".message");
  const lines = messages.map((message) => drawMessage(message, own.has(message.id)));
  zone.prepend(...lines);
  joinAll(null, next ? [...lines, next] : lines);
  scroller.scrollTop = scroller.scrollHeight - below;
  askEarlier();
}

/** The number of the first line kept, or null when none was dropped. Nothing goes while the reader looks further up. */
export function dropOldest() {
  const lines = zone.querySelectorAll(".message");
  if (!following || lines.length <= KEPT + KEPT_SLACK) return null;
  const first = lines[lines.length - KEPT];
  while (zone.firstElementChild !== first) zone.firstElementChild.remove();
  join(null, first);
  stickToEnd();
  return Number(first.dataset.number);
}

export function showRemoved(number) {
  const line = zone.querySelector(`[data-number="${number}"]`);
  if (!line) return;
  blank(line);
  join(lineBefore(line), line);
  const next = lineAfter(line);
  if (next) join(line, next);
}

export function clear() {
  zone.replaceChildren();
  byId("initMess").textContent = noMessage;
  byId("initMess").hidden = false;
  showUnseen(0);
}

/** The only place where a message becomes elements: `textContent` keeps whatever was typed text. */
function drawMessage({ number, userName, message, sentAt, byStaff }, own) {
  const line = element("p", { class: own ? "message own" : "message" });
  line.append(element("b", { class: "author", dir: "auto" }, userName), " ");
  line.classList.toggle("from-staff", Boolean(byStaff));
  if (byStaff) line.append(element("span", { class: "badge accent by-staff" }, "Professeur"), " ");
  line.append(element("span", { class: "text", dir: "auto" }, ...linked(message)), " ");
  line.dataset.author = userName;
  if (sentAt) line.append(drawTime(line, sentAt));
  if (number) line.dataset.number = number;
  if (isRemoved({ userName, message })) blank(line);
  return line;
}

function drawTime(line, sentAt) {
  const date = new Date(sentAt);
  line.dataset.sentAt = date.getTime();
  return element("time", { class: "hour", datetime: sentAt, title: moment(date) }, hour(date));
}

function blank(line) {
  line.classList.add("removed");
  line.dataset.author = "";
  line.querySelector(".author").textContent = "";
  line.querySelector(".by-staff")?.remove();
  line.querySelector(".text").textContent = REMOVED;
}

function hideNoMessage() {
  byId("initMess").textContent = "";
  byId("initMess").hidden = true;
}

/** Read aloud by a screen reader: what arrives, never what was already there. */
function announce(messages) {
  const lines = messages.slice(-ANNOUNCED).map(({ userName, message }) => `${userName}${NBSP}: ${message}`);
  if (messages.length > ANNOUNCED) lines.unshift(plural(messages.length - ANNOUNCED, "autre message", "autres messages"));
  byId("annonces").replaceChildren(...lines.map((text) => element("p", {}, text)));
}

// --- messages on their way ---

export function showOutbox(entries) {
  byId("zoneAttente").replaceChildren(...entries.map(drawEntry));
  if (following) stickToEnd();
}

function drawEntry({ id, userName, message, refusal, doubt }) {
  const line = drawMessage({ userName, message }, true);
  line.classList.add(refusal === null ? "waiting" : "refused");
  line.append(element("span", { class: "state" }, refusal ?? doubt ?? "en attente…"));
  if (refusal ?? doubt) line.append(drawChoices(id));
  return line;
}

function drawChoices(id) {
  const choice = (text, onClick) => button(text, { class: "button quiet small" }, () => onClick(id));
  return element(
    "span",
    { class: "choices" },
    choice("Modifier", on.onEdit),
    choice("Renvoyer", on.onResend),
    choice("Supprimer", on.onDelete),
  );
}

// --- scrolling ---

export function goToEnd() {
  following = true;
  showUnseen(0);
  stickToEnd();
}

function stickToEnd() {
  scroller.scrollTop = scroller.scrollHeight;
}

function scrolled() {
  following = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < AT_END;
  if (following && unseen) showUnseen(0);
  askEarlier();
}

function askEarlier() {
  if (scroller.scrollTop < NEAR_TOP) on.onEarlier();
}

function showUnseen(count) {
  unseen = count;
  byId("nouveaux").hidden = count === 0;
  byId("nouveaux").textContent = plural(count, "nouveau message", "nouveaux messages");
}
