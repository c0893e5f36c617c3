// Who reads a solution before having passed has « repris » beside the exercise.

import { markTaken } from "../workbench/done.js";

markTaken(document.querySelector("[data-solution-of]").dataset.solutionOf);
