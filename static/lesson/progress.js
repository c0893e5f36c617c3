/**
 * Where the pupil is, kept in this browser and nowhere else: { last, steps: { slug: { number: answer } } }, where an
 * answer is FOUND, or AGAIN when it was found only by trying every choice. What was written or changed is kept beside.
 */

import { keptForever } from "../site/store.js";

export const FOUND = "found";
export const AGAIN = "again";
const kept = keptForever("lesson.progress", {});
const texts = keptForever("lesson.written", {});
const exercises = keptForever("lesson.exercises", {}); // { slug: true, or TAKEN }: the exercises' own pages write it
const TAKEN = "repris"; // a solution was looked at first

export function read() {
  const { last = null, steps = {} } = kept.read();
  return { last, steps };
}

export function visit(slug) {
  const { steps } = read();
  kept.write({ last: slug, steps: { ...steps, [slug]: answers(slug) } });
}

export function answers(slug) {
  return { ...read().steps[slug] };
}

export function answer(slug, number, value) {
  const progress = read();
  kept.write({ ...progress, steps: { ...progress.steps, [slug]: { ...answers(slug), [number]: value } } });
}

/** What the pupil wrote at a place of a step: an answer in words, a page to modify. */
export function written(slug, place) {
  return texts.read()[slug]?.[place];
}

export function keepWritten(slug, place, text) {
  const all = texts.read();
  texts.write({ ...all, [slug]: { ...all[slug], [place]: text } });
}

export function forgetAll() {
  kept.write({});
  texts.write({});
}

/** What the list says of a step: { text, done }. */
export function state({ steps }, slug, questions) {
  if (!steps[slug]) return { text: "", done: false };
  const given = Object.values(steps[slug]);
  const found = given.filter((value) => value === FOUND).length;
  const again = given.filter((value) => value === AGAIN).length;
  if (found >= questions) return { text: "terminée", done: true };
  if (again) return { text: `${found}/${questions}, ${again} à refaire`, done: false };
  return { text: found ? `${found}/${questions}` : "commencée", done: false };
}

/** What the list says of the exercises of a step, whose slugs these are: { text, done }. */
export function writtenState(done, slugs) {
  const passed = slugs.filter((slug) => done[slug]);
  const taken = passed.filter((slug) => done[slug] === TAKEN);
  if (!passed.length) return { text: "", done: false };
  const count = slugs.length === 1 ? "" : ` ${passed.length}/${slugs.length}`;
  const word = slugs.length === 1 ? "repris" : `${taken.length} repris`;
  const note = taken.length ? ` (${word})` : "";
  return { text: `écrit${count}${note}`, done: passed.length === slugs.length && !taken.length };
}

/** Writes the state of each step of a list of them: read, and written. Returns how many were read to the end. */
export function showStates(root) {
  const progress = read();
  const states = [...root.querySelectorAll("[data-step][data-questions]")].map((item) => {
    const { text, done } = state(progress, item.dataset.step, Number(item.dataset.questions));
    item.querySelector(".step-state").textContent = text;
    item.classList.toggle("done", done);
    showWritten(item.querySelector(".step-written"));
    return done;
  });
  return states.filter(Boolean).length;
}

function showWritten(node) {
  if (!node) return;
  const { text, done } = writtenState(exercises.read(), node.dataset.exercises.split(" "));
  node.textContent = text;
  node.classList.toggle("all-written", done);
}
