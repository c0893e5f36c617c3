/** What the pupil has done of the exercises, told to the site as notes: the list shows it, and the desk. */

import { element } from "../site/element.js";
import { keptForever } from "../site/store.js";

const TAKEN = "repris"; // its solution was used
const done = keptForever("lesson.exercises", {}); // { slug: true or TAKEN }
const tries = keptForever("lesson.tries", {}); // { slug: how many verdicts before it was passed }

export function isDone(slug) {
  return Boolean(done.read()[slug]);
}

export function markPassed(slug) {
  mark(slug, done.read()[slug] ?? true);
}

/** Of who has passed before, reading a solution takes nothing away. */
export function markTaken(slug) {
  mark(slug, done.read()[slug] ?? TAKEN);
}

function mark(slug, how) {
  if (done.read()[slug] === how) return;
  done.write({ ...done.read(), [slug]: how });
  showDone();
}

export function triesOf(slug) {
  return tries.read()[slug] ?? 0;
}

export function countTry(slug) {
  tries.write({ ...tries.read(), [slug]: triesOf(slug) + 1 });
  return triesOf(slug);
}

/** A tick, or « repris », beside each exercise of the list. */
export function showDone() {
  for (const link of document.querySelectorAll("[data-exercise]")) {
    const how = done.read()[link.dataset.exercise];
    link.querySelector(".exercise-done")?.remove();
    link.classList.toggle("done", how === true);
    if (how) link.append(sign(how));
  }
}

function sign(how) {
  if (how === TAKEN) return element("span", { class: "exercise-done taken" }, TAKEN);
  return element("span", { class: "exercise-done" }, element("span", { "aria-hidden": "true" }, "\u00a0✓"), element("span", { class: "visually-hidden" }, " réussi"));
}
