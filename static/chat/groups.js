/** The messages' lines in groups: those of one day under its title, those of one author together. */

import { element } from "../site/element.js";
import { day, sameDay } from "./dates.js";

const TOGETHER = 5 * 60_000; // ms between two messages of one author shown as one group

export function joinAll(previous, lines) {
  for (const line of lines) {
    join(previous, line);
    previous = line;
  }
}

/** Shows a line as the one after `previous` (or null): under a new day's title, or in the same author's group. */
export function join(previous, line) {
  const before = previous && new Date(Number(previous.dataset.sentAt));
  const date = new Date(Number(line.dataset.sentAt));
  const newDay = !before || !sameDay(before, date);
  const title = line.previousElementSibling?.matches(".day") ? line.previousElementSibling : null;
  if (newDay && !title) line.before(drawDay(date));
  if (!newDay) title?.remove();
  line.classList.toggle("follows", !newDay && date - before < TOGETHER && sameAuthor(previous, line));
}

function sameAuthor(one, other) {
  const alike = (sign) => one.classList.contains(sign) === other.classList.contains(sign);
  return (
    alike("own") &&
    alike("from-staff") &&
    one.dataset.author !== "" &&
    one.dataset.author === other.dataset.author
  );
}

/** A page left open overnight: each new day renames the others. */
function drawDay(date) {
  const title = element("h2", { class: "day" }, day(date));
  title.dataset.date = date.getTime();
  for (const old of document.querySelectorAll(".day")) old.textContent = day(new Date(Number(old.dataset.date)));
  return title;
}

export function lineBefore(line) {
  const before = line.previousElementSibling;
  return before?.matches(".day") ? before.previousElementSibling : before;
}

export function lineAfter(line) {
  const after = line.nextElementSibling;
  return after?.matches(".day") ? after.nextElementSibling : after;
}
