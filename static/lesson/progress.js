/** Where the pupil is, kept in this browser and nowhere else: { last, steps: { slug: [questions answered right] } }. */

import { keptForever } from "../site/store.js";

const kept = keptForever("lesson.progress", {});

export function read() {
  return { last: null, steps: {}, ...kept.read() };
}

export function visit(slug) {
  const { steps } = read();
  kept.write({ last: slug, steps: { ...steps, [slug]: steps[slug] ?? [] } });
}

export function answer(slug, question) {
  const progress = read();
  const answered = new Set([...(progress.steps[slug] ?? []), question]);
  kept.write({ ...progress, steps: { ...progress.steps, [slug]: [...answered] } });
}

/** What the list says of a step: { text, done }. */
export function state({ steps }, slug, questions) {
  const right = steps[slug]?.length;
  if (right === undefined) return { text: "", done: false };
  if (right >= questions) return { text: "terminée", done: true };
  return { text: right ? `${right}/${questions}` : "commencée", done: false };
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
