/** The list of steps: what is done, and where to go on. */

import { read, showStates } from "./progress.js";

const list = document.querySelector(".step-list");
document.getElementById("progress").value = showStates(list);

const { last } = read();
const item = last && list.querySelector(`[data-step="${CSS.escape(last)}"]`);
if (item) {
  const resume = document.getElementById("resume");
  const link = item.querySelector("a");
  resume.href = link.href;
  resume.textContent = `Reprendre\u00a0: ${link.textContent}`;
}
