// Opens the workbench on its page, if this browser can run it.

import { setTask } from "./task.js";
import "./step-text.js";
import { Walk } from "./walk.js";
import { Workbench } from "./workbench.js";

/** For measurements: undefined where this browser cannot run it. */
export let workbench;
const data = JSON.parse(document.getElementById("workbench-data").textContent);

if (typeof WebAssembly === "object" && typeof MessageChannel === "function") start();
else document.getElementById("too-old").hidden = false;

function start() {
  workbench = new Workbench(data);
  setTask(workbench, data.task);
  if (data.task) new Walk(workbench);
}
