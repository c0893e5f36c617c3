/** The teacher's page that tries every exercise in this browser: each answer is judged as a pupil's would be. */

import { element } from "../site/element.js";
import { plural } from "../site/french.js";
import { Connections } from "../workbench/connections.js";
import { Engine } from "../workbench/engine.js";
import { play } from "../workbench/play.js";

const data = JSON.parse(document.getElementById("verify-data").textContent);
const status = document.getElementById("verify-status");
const list = document.getElementById("verify-list");
const asFar = document.querySelector("progress");

/** { task: { says: { verdict, record } } }, as far as it has come. */
export const results = {};

const connections = new Connections({ send: (envelope) => engine.send(envelope), onEnvelope() {} });
const engine = new Engine({ host: document.body, ...data.engine, onState: stateChanged, onMessage: (message) => message.id && connections.take(message) });
let begun = false;

if (data.engine) engine.start();
else status.textContent = "Le Python des navigateurs n’est pas installé\u00a0: rien ne peut être essayé ici.";

function stateChanged(state, { loaded = 0, total = 1, reason } = {}) {
  if (state === "loading") asFar.value = loaded / total;
  if (state === "failed") status.textContent = reason;
  if (state !== "ready" || begun) return;
  begun = true;
  verifyAll();
}

async function verifyAll() {
  asFar.max = data.tasks.reduce((sum, { answers }) => sum + answers.length, 0);
  asFar.value = 0;
  let wrong = 0;
  for (const task of data.tasks) wrong += await verify(task);
  status.textContent = wrong ? `${plural(wrong, "réponse")} mal jugée(s) par ce navigateur.` : "Tout est jugé comme il faut dans ce navigateur.";
  status.dataset.kind = wrong ? "danger" : "ok";
}

/** How many of the task's answers are told wrongly. */
async function verify(task) {
  status.textContent = `${task.title}…`;
  results[task.key] = {};
  const told = [];
  for (const answer of task.answers) {
    const result = await judged(task, answer);
    results[task.key][answer.says] = result;
    told.push({ answer, ...result, isRight: isRight(answer, result.verdict) });
    asFar.value += 1;
  }
  const wrong = told.filter(({ isRight }) => !isRight);
  list.append(row(task, told, wrong));
  return wrong.length;
}

async function judged({ stage, base }, { changed, without }) {
  const files = { ...base, ...changed };
  for (const name of without) delete files[name];
  const played = stage.play.length ? await record(stage.play, files) : {};
  const { verdict } = await engine.call("judge", { files, task: stage, ...played });
  return { verdict, ...played };
}

/** { record } of what the page did, {} for a project that does not start. */
async function record(steps, files) {
  const { verdict } = await engine.call("load", { files });
  return verdict.state === "passed" ? { record: await play(steps, { address: data.engine.pane, connections }) } : {};
}

function isRight({ state, code, line }, verdict) {
  return verdict.state === state && (!code || verdict.code === code) && (line === null || verdict.line === line);
}

function row({ key, title, address }, told, wrong) {
  const sign = wrong.length ? "✗" : "✓";
  const count = `${told.length - wrong.length} sur ${told.length}`;
  const summary = element("summary", {}, `${sign} ${title} (${count})`);
  const words = told.map(({ answer, verdict, isRight }) => element("li", {}, `${isRight ? "✓" : "✗"} ${answer.says}\u00a0: ${sentence(verdict)}`));
  const link = element("p", {}, element("a", { href: address }, "Ouvrir cet exercice"));
  return element("details", { class: "card solution", open: wrong.length > 0, "data-task": key }, summary, element("ul", {}, ...words), link);
}

function sentence({ state, did, advice }) {
  return state === "passed" ? "réussi." : `${did} ${advice}`;
}
