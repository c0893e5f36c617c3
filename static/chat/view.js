/** The one file that touches the room's page: it draws what it is told and reports what the reader does. */

import * as french from "./french.js";

const STATES = {
  connecting: "Connexion…",
  open: "Connecté",
  waiting: "Connexion perdue",
  cut: "Connexion coupée",
  refused: "Connexion refusée par le serveur",
  unknown: "Ce salon n’existe pas",
};
const REMOVED = "message retiré";
const TOGETHER = 5 * 60_000; // ms between two messages of one author shown as one group
const KEPT = 1000; // lines on the page while the reader follows the end
const KEPT_SLACK = 200;
const AT_END = 40; // px
const NEAR_TOP = 200; // px
const COUNTED_FROM = 0.9; // of the longest message
const ANNOUNCED = 3; // lines read aloud at once

const byId = (id) => document.getElementById(id);
const page = byId("chat");
const scroller = byId("fil");
const zone = byId("zoneMessage");
const messageField = byId("in2");
const noMessage = byId("initMess").textContent;

export const room = page.dataset.room;
export const socketPath = page.dataset.socket;

let on; // what start() was given
let following = true; // the reader is at the end
let unseen = 0;
let countdown = null;

export function start(options) {
  on = options;
  byId("in1").value = on.name;
  byId("in1").addEventListener("change", (event) => on.onRename(event.target.value.trim()));
  messageField.addEventListener("input", showAllowance);
  scroller.addEventListener("scroll", scrolled, { passive: true });
  byId("nouveaux").addEventListener("click", goToEnd);
  byId("reessayer").addEventListener("click", () => on.onRetry());
  // The lesson's buttons, in the page around this one.
  document.addEventListener("chat:cut", () => on.onCut());
  document.addEventListener("chat:restore", () => on.onRetry());
  const resized = new ResizeObserver(() => following && stickToEnd());
  resized.observe(scroller);
  if (wantsFocus()) (on.name ? messageField : byId("in1")).focus();
}

/** Not in a frame, whose page would scroll to it; not on a phone, whose keyboard would open. */
function wantsFocus() {
  return window.self === window.top && matchMedia("(pointer: fine)").matches;
}

// --- facts about the room ---

export function showStatus({ state, delay }) {
  clearInterval(countdown);
  // A new try is not news: the words read aloud stay the same until it succeeds.
  if (state === "connecting" && page.dataset.state === "waiting") return showDelay(", nouvel essai en cours");
  page.dataset.state = state;
  byId("etat").textContent = STATES[state];
  byId("reessayer").hidden = state !== "waiting";
  if (state === "waiting") countDown(Date.now() + delay);
  else showDelay("");
}

function countDown(end) {
  const tick = () => {
    const seconds = Math.max(1, Math.ceil((end - Date.now()) / 1000));
    showDelay(`, nouvel essai dans ${french.duration(seconds)}`);
  };
  tick();
  countdown = setInterval(tick, 500);
}

function showDelay(text) {
  byId("delai").textContent = text;
}

export function showCount(count) {
  byId("nbClients").textContent = french.plural(count, "participant au chat !", "participants au chat !");
}

export function showDuration(seconds) {
  byId("timeChat").textContent = `Durée du chat\u00a0: ${french.duration(seconds)}`;
}

export function showNotice(text) {
  byId("avis").textContent = text;
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
function drawMessage({ number, userName, message, sentAt }, own) {
  const line = element("p", own ? "message own" : "message");
  line.append(element("b", "author", userName), " ", element("span", "text", message), " ");
  line.dataset.author = userName;
  if (sentAt) line.append(drawTime(line, sentAt));
  if (number) line.dataset.number = number;
  if (isRemoved({ userName, message })) blank(line);
  return line;
}

function drawTime(line, sentAt) {
  const date = new Date(sentAt);
  const time = element("time", "hour", french.hour(date));
  time.dateTime = sentAt;
  time.title = french.moment(date);
  line.dataset.sentAt = date.getTime();
  return time;
}

function blank(line) {
  line.classList.add("removed");
  line.dataset.author = "";
  line.querySelector(".author").textContent = "";
  line.querySelector(".text").textContent = REMOVED;
}

function joinAll(previous, lines) {
  for (const line of lines) {
    join(previous, line);
    previous = line;
  }
}

/** Shows a line as the one after `previous` (or null): under a new day's title, or in the same author's group. */
function join(previous, line) {
  const before = previous && new Date(Number(previous.dataset.sentAt));
  const date = new Date(Number(line.dataset.sentAt));
  const newDay = !before || !french.sameDay(before, date);
  const title = line.previousElementSibling?.matches(".day") ? line.previousElementSibling : null;
  if (newDay && !title) line.before(drawDay(date));
  if (!newDay) title?.remove();
  line.classList.toggle("follows", !newDay && date - before < TOGETHER && sameAuthor(previous, line));
}

function sameAuthor(one, other) {
  const [own, otherOwn] = [one, other].map((line) => line.classList.contains("own"));
  return own === otherOwn && one.dataset.author !== "" && one.dataset.author === other.dataset.author;
}

/** A page left open overnight: each new day renames the others. */
function drawDay(date) {
  const title = element("h2", "day", french.day(date));
  title.dataset.date = date.getTime();
  for (const old of zone.querySelectorAll(".day")) old.textContent = french.day(new Date(Number(old.dataset.date)));
  return title;
}

function lineBefore(line) {
  const before = line.previousElementSibling;
  return before?.matches(".day") ? before.previousElementSibling : before;
}

function lineAfter(line) {
  const after = line.nextElementSibling;
  return after?.matches(".day") ? after.nextElementSibling : after;
}

function hideNoMessage() {
  byId("initMess").textContent = "";
  byId("initMess").hidden = true;
}

/** Read aloud by a screen reader: what arrives, never what was already there. */
function announce(messages) {
  const lines = messages.slice(-ANNOUNCED).map(({ userName, message }) => `${userName} : ${message}`);
  if (messages.length > ANNOUNCED) lines.unshift(`${messages.length - ANNOUNCED} autres messages`);
  byId("annonces").replaceChildren(...lines.map((text) => element("p", "", text)));
}

// --- messages on their way ---

export function showOutbox(entries) {
  byId("zoneAttente").replaceChildren(...entries.map(drawEntry));
  if (following) stickToEnd();
}

function drawEntry({ id, userName, message, refusal }) {
  const line = drawMessage({ userName, message }, true);
  line.classList.add(refusal === null ? "waiting" : "refused");
  line.append(element("span", "state", refusal ?? "en attente…"));
  if (refusal !== null) line.append(drawChoices(id));
  return line;
}

function drawChoices(id) {
  const choices = element("span", "choices");
  choices.append(
    button("Modifier", () => on.onEdit(id)),
    button("Renvoyer", () => on.onResend(id)),
    button("Supprimer", () => on.onDelete(id)),
  );
  return choices;
}

// --- the two fields ---

export const author = () => byId("in1").value;

export function askName(message) {
  giveBack(message);
  showNotice("Indiquez d’abord votre nom.");
  byId("in1").focus();
}

/** Back into the field, before what may have been typed since. */
export function giveBack(message) {
  messageField.value = [message, messageField.value].filter(Boolean).join(" ");
  messageField.focus();
  showAllowance();
}

function showAllowance() {
  const length = [...messageField.value].length;
  const counter = byId("compteur");
  counter.textContent = length > COUNTED_FROM * on.messageMost ? french.allowance(length, on.messageMost) : "";
  counter.classList.toggle("exceeded", length > on.messageMost);
  showNotice("");
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
  byId("nouveaux").textContent = french.plural(count, "nouveau message", "nouveaux messages");
}

// --- elements ---

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function button(label, onClick) {
  const made = element("button", "button quiet small", label);
  made.type = "button";
  made.addEventListener("click", onClick);
  return made;
}
