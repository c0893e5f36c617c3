// Opens the workbench on its page, if this browser can run it.

import { setTask } from "./task.js";
import { Workbench } from "./workbench.js";

const data = JSON.parse(document.getElementById("workbench-data").textContent);

if (typeof WebAssembly === "object" && typeof MessageChannel === "function") setTask(new Workbench(data), data.task);
else document.getElementById("too-old").hidden = false;
