/**
 * Where the pupil is, kept in this browser and nowhere else: { last, steps: { slug: { number: answer } } }, where an
 * answer is FOUND, or AGAIN when it was found only by trying every choice. What was written or changed is kept beside.
 */

import { keptForever } from "../site/store.js";

export const FOUND = "found";
export const AGAIN = "again";
const kept = keptForever("lesson.progress", {});
const texts = keptForever("lesson.written", {});

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

/** Writes the state of each step of a list of them. Returns how many are done. */
export function showStates(root) {
  const progress = read();
  const states = [...root.querySelectorAll("[data-step][data-questions]")].map((item) => {
    const { text, done } = state(progress, item.dataset.step, Number(item.dataset.questions));
    item.querySelector(".step-state").textContent = text;
    item.classList.toggle("done", done);
    return done;
  });
  return states.filter(Boolean).length;
}
