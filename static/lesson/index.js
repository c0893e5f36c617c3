/** The list of steps: what is done, where to go on, and how to forget it all on a shared computer. */

import { keptForever } from "../site/store.js";
import { forgetAll, read, showStates } from "./progress.js";
import { tellRefused } from "./refused.js";

const seance = document.getElementById("seance");
const tasksPassed = keptForever("lesson.exercises", {});
const forgetButton = document.getElementById("forget");

tellRefused();
show();
forgetButton.addEventListener("click", () => {
  if (!confirm("Effacer votre progression et vos réponses sur cet ordinateur\u00a0?")) return;
  forgetAll();
  show();
});

function show() {
  const items = [...document.querySelectorAll(".step-list > li")];
  const done = showStates(document);
  if (seance) showSeance();
  const { last } = read();
  document.getElementById("progress").value = done;
  document.getElementById("progress-text").textContent = `${done}/${items.length}`;
  document.getElementById("all-done").hidden = done < items.length;
  forgetButton.hidden = !last;
  offer(nextOf(items, last), last ? "Continuer" : "Commencer");
}

/** How far the pupil is in what the teacher chose for today. */
function showSeance() {
  const passed = tasksPassed.read();
  const tasks = [...seance.querySelectorAll("[data-exercise]")];
  for (const task of tasks) task.classList.toggle("done", Boolean(passed[task.dataset.exercise]));
  const done = seance.querySelectorAll("li.done, a.done").length;
  const all = seance.querySelectorAll("[data-step], [data-exercise]").length;
  document.getElementById("seance-count").textContent = `${done} sur ${all}`;
  Object.assign(document.getElementById("seance-progress"), { max: all, value: done });
  document.getElementById("seance-done").hidden = done < all;
}

/** The step last opened if it is not done, else the next that is not; when all are done, the first. */
function nextOf(items, last) {
  const from = Math.max(0, items.findIndex((item) => item.dataset.step === last));
  const inOrder = [...items.slice(from), ...items.slice(0, from)];
  return inOrder.find((item) => !item.classList.contains("done"));
}

function offer(item, verb) {
  const resume = document.getElementById("resume");
  const link = (item ?? document.querySelector(".step-list > li")).querySelector("a");
  resume.href = link.href;
  resume.textContent = `${item ? verb : "Revoir"}\u00a0: ${link.textContent}`;
}
