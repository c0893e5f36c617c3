/** The list of steps: what is done, where to go on, and how to forget it all on a shared computer. */

import { forgetAll, read, showStates } from "./progress.js";
import { tellRefused } from "./refused.js";

const list = document.querySelector(".step-list");
const forgetButton = document.getElementById("forget");

tellRefused();
show();
forgetButton.addEventListener("click", () => {
  if (!confirm("Effacer votre progression et vos réponses sur cet ordinateur\u00a0?")) return;
  forgetAll();
  show();
});

function show() {
  const items = [...list.children];
  const done = showStates(list);
  const { last } = read();
  document.getElementById("progress").value = done;
  document.getElementById("progress-text").textContent = `${done}/${items.length}`;
  document.getElementById("all-done").hidden = done < items.length;
  forgetButton.hidden = !last;
  offer(nextOf(items, last), last ? "Continuer" : "Commencer");
}

/** The step last opened if it is not done, else the next that is not; when all are done, the first. */
function nextOf(items, last) {
  const from = Math.max(0, items.findIndex((item) => item.dataset.step === last));
  const inOrder = [...items.slice(from), ...items.slice(0, from)];
  return inOrder.find((item) => !item.classList.contains("done"));
}

function offer(item, verb) {
  const resume = document.getElementById("resume");
  const link = (item ?? list.firstElementChild).querySelector("a");
  resume.href = link.href;
  resume.textContent = `${item ? verb : "Revoir"}\u00a0: ${link.textContent}`;
}
