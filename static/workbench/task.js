/** An exercise in the workbench: what « Vérifier » does, and what is remembered of it. */

import { element } from "../site/element.js";
import { plural } from "../site/french.js";
import { keptInTab } from "../site/store.js";
import { countTry, isDone, markPassed, markTaken, showDone, triesOf } from "./done.js";
import { EngineGone } from "./engine.js";
import { play, Stuck } from "./play.js";

const VERDICTS_BEFORE_SOLUTION = 3;
const TIME_BEFORE_SOLUTION = 10 * 60_000; // ms

const ENDLESS_SCRIPT = {
  state: "failed",
  code: "endless_script",
  did: "Votre script n’a pas rendu la main\u00a0: une boucle sans fin\u00a0?",
  advice: "Regardez les boucles du script\u00a0: qu’est-ce qui doit les faire s’arrêter\u00a0?",
};
const opened = keptInTab("exercises.opened", {}); // { slug: when, in milliseconds }

let bench; // of the task that is on the page

/** Make `workbench` check its project against `task`; without a task nothing changes. */
export function setTask(workbench, task) {
  showDone();
  bench?.close();
  if (!task) return;
  bench = new TaskBench(workbench, task);
  workbench.check = () => bench.check();
  workbench.browsers.first.home = task.stage.play[0]?.open ?? "/";
  workbench.opened.then(() => task.file && workbench.project.text(task.file) !== undefined && workbench.files.open(task.file));
}

class TaskBench {
  constructor(workbench, task) {
    Object.assign(this, { workbench, task });
    this.tries = triesOf(task.slug);
    opened.write({ [task.slug]: Date.now(), ...opened.read() });
    this.openSolution();
    this.opening = setTimeout(() => this.openSolution(), TIME_BEFORE_SOLUTION - this.age);
    this.offerToBegin();
  }

  get age() {
    return Date.now() - opened.read()[this.task.slug];
  }

  /** Once it has been earned: how is the teacher's choice. */
  openSolution() {
    const { task } = this;
    const isLong = this.tries >= VERDICTS_BEFORE_SOLUTION || this.age >= TIME_BEFORE_SOLUTION;
    const isEarned = task.rule === "open" || isDone(task.slug) || (task.rule === "earned" && isLong);
    document.getElementById("solution").hidden = !isEarned;
    document.getElementById("solution-later").hidden = isEarned;
  }

  /** An exercise begins with the solution of the one before: who has not done that one is told. */
  offerToBegin() {
    const note = document.getElementById("begin");
    if (!note || isDone(this.task.previous)) return;
    note.hidden = false;
    note.querySelector("button").addEventListener("click", () => this.begin());
  }

  begin() {
    const { previous } = this.task;
    if (previous) markTaken(previous);
    document.getElementById("begin")?.remove();
  }

  /** Another task is on the page now. */
  close() {
    clearTimeout(this.opening);
    this.number = undefined;
  }

  async check() {
    const { workbench, task } = this;
    if (!workbench.engine.isAlive) return workbench.verdict.say("Python n’est pas encore prêt\u00a0: réessayez dans un instant.");
    this.number = (this.number ?? 0) + 1;
    const number = this.number;
    workbench.verdict.say("Vérification…");
    await workbench.save();
    try {
      const asked = { files: workbench.project.texts, task: task.stage, ...(await this.play()) };
      const { verdict } = await workbench.engine.call("judge", asked);
      if (number === this.number) this.tell(verdict);
    } catch (error) {
      this.giveUp(error);
    }
    return undefined;
  }

  /** Where JavaScript is the task: { record } of what the page did, if there is a server to give a page. */
  async play() {
    const { workbench, task } = this;
    if (!task.stage.play.length || !workbench.browsers.isRunning) return {};
    return { record: await play(task.stage.play, { address: workbench.data.engine.pane, connections: workbench.connections }) };
  }

  giveUp(error) {
    const { workbench } = this;
    if (error instanceof Stuck) {
      this.tell(ENDLESS_SCRIPT);
      workbench.engine.end(ENDLESS_SCRIPT.did); // in some browsers it is held by the same process
    } else if (error instanceof EngineGone) {
      workbench.verdict.say("Python s’est arrêté pendant la vérification\u00a0: réessayez.", "warning");
    } else throw error;
  }

  tell(verdict) {
    const { workbench, task } = this;
    if (verdict.state === "failed") this.tries = countTry(task.slug);
    const isPassed = verdict.state === "passed";
    workbench.trouble(isPassed ? undefined : verdict, this.title(verdict));
    if (isPassed) this.succeed();
    this.openSolution();
    const { slug, title } = task;
    document.dispatchEvent(new CustomEvent("task:verdict", { detail: { slug, title, verdict, tries: this.tries } }));
    if (isPassed && task.next) workbench.verdict.add(element("p", {}, element("a", { class: "button primary small", href: task.next, "data-walk": true }, "Exercice suivant")));
  }

  title({ state }) {
    return state === "failed" ? `Pas encore (${plural(this.tries, "essai")}).` : undefined;
  }

  succeed() {
    const { workbench, task } = this;
    workbench.verdict.say("Exercice réussi\u00a0!", "ok");
    workbench.keeping.keepVersion("Exercice réussi");
    this.begin();
    markPassed(task.slug);
  }
}
