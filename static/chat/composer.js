/** The two fields of the room's page, and what stands under them. */

import { NBSP, number, plural } from "../site/french.js";

const COUNTED_FROM = 0.9; // of the longest message
const COMPOSING = 229; // the key code of an input method, where `isComposing` comes too late (Safari)

const byId = (id) => document.getElementById(id);
const nameField = byId("in1");
const messageField = byId("in2");

let on; // what start() was given

/** `name`, `draft`: what the fields hold at first; `messageMost`: characters; `onRename(name)`, `onDraft(message)`. */
export function start(options) {
  on = options;
  const claimed = nameField.readOnly; // the pupil's own name: the page came with it
  if (!claimed) nameField.value = on.name;
  nameField.addEventListener("change", () => on.onRename(nameField.value.trim()));
  messageField.value = on.draft;
  messageField.addEventListener("input", fieldChanged);
  messageField.addEventListener("keydown", sendOnEnter);
  fieldChanged();
  if (wantsFocus()) (claimed || on.name ? messageField : nameField).focus();
}

/** Not in a frame, whose page would scroll to it; not on a phone, whose keyboard would open. */
function wantsFocus() {
  return window.self === window.top && matchMedia("(pointer: fine)").matches;
}

export const author = () => nameField.value;

export function askName(message) {
  giveBack(message);
  showNotice("Indiquez d’abord votre nom.");
  nameField.focus();
}

/** Back into the field, before what may have been typed since. */
export function giveBack(message) {
  messageField.value = [message, messageField.value].filter(Boolean).join("\n");
  messageField.focus();
  fieldChanged();
}

/** Enter sends, with Shift a line begins. Not while an input method composes: there, Enter chooses a word. */
function sendOnEnter(event) {
  const composing = event.isComposing || event.keyCode === COMPOSING;
  if (event.key !== "Enter" || event.shiftKey || composing) return;
  event.preventDefault();
  byId("champs").querySelector("button").click();
}

/** Typed into, filled or emptied. */
export function fieldChanged() {
  on.onDraft(messageField.value);
  fitField();
  showAllowance();
}

/** As high as its lines, up to what the style sheet allows. */
function fitField() {
  messageField.style.height = "";
  const borders = messageField.offsetHeight - messageField.clientHeight;
  if (messageField.value) messageField.style.height = `${messageField.scrollHeight + borders}px`;
}

function showAllowance() {
  const length = [...messageField.value].length;
  const counter = byId("compteur");
  counter.textContent = length > COUNTED_FROM * on.messageMost ? allowance(length, on.messageMost) : "";
  counter.classList.toggle("exceeded", length > on.messageMost);
  showNotice("");
}

/** What is left of a text's allowance, or by how much it is exceeded. */
function allowance(length, limit) {
  if (length > limit) return plural(length - limit, "caractère de trop", "caractères de trop");
  return `${number(length)}${NBSP}/${NBSP}${number(limit)}`;
}

export function showNotice(text) {
  byId("avis").textContent = text;
}
