/** « Essayer ce poste »: run the trials, show each one, tell the site, show what it makes of them. */

import { kept } from "../site/store.js";
import { socketUrl } from "../site/socket.js";
import * as trials from "./trials.js";

const data = JSON.parse(document.getElementById("station-data").textContent);
const result = document.getElementById("station-result");
const mark = kept(() => localStorage, "classroom.station", "");

function show(key, isWell, words) {
  const badge = document.querySelector(`[data-trial="${key}"] .badge`);
  badge.textContent = words;
  badge.className = `badge ${isWell === null ? "" : isWell ? "ok" : "danger"}`;
  return isWell;
}

const yesOrNo = (key, found) => show(key, found, found ? "oui" : "non");
const number = (value, digits) => value.toLocaleString("fr-FR", { maximumFractionDigits: digits });

function say(words, kind = "") {
  result.textContent = words;
  result.className = `note ${kind}`;
}

function engineProgress(state, { loaded, total }) {
  const words = {
    loading: () => `${number(loaded / 1e6, 1)} sur ${number(total / 1e6, 1)} Mo`,
    starting: () => "Python démarre…",
    ready: () => "Python répond",
    gone: () => "Python redémarre…",
  };
  if (words[state]) show("engine", null, words[state]());
}

async function tryAll() {
  say("L’essai est en cours…");
  const found = { modules: true, time: Date.now() / 1000, browser_mark: browserMark() };
  found.web_assembly = yesOrNo("web_assembly", trials.hasWebAssembly());
  found.cookies = yesOrNo("cookies", trials.keepsCookies());
  found.storage = yesOrNo("storage", await trials.storesProjects());
  found.sockets = yesOrNo("sockets", await trials.opensSocket(socketUrl("/ws/chat/")));
  found.chez = await trials.reaches(data.chez);
  if (found.chez === null) show("chez", null, "le site n’en a pas");
  else yesOrNo("chez", found.chez);
  found.speed = await trials.speed(data.engine?.files);
  show("speed", found.speed && true, found.speed ? `${number(found.speed, 1)} Mo/s` : "inconnu");
  found.engine = found.web_assembly ? await trials.engineTime(data.engine, engineProgress) : null;
  show("engine", found.engine !== null, found.engine === null ? "non" : `${number(found.engine, 1)} s`);
  return found;
}

/** The same at each visit of this browser, where many PCs share one address. */
function browserMark() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  if (!mark.read()) mark.write(Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""));
  return mark.read();
}

async function tell(found) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const answer = await fetch(location.pathname, { method: "POST", headers, body: JSON.stringify(found) });
  const { lacks, weaknesses, detail } = await answer.json();
  if (detail) say(detail, "danger");
  else if (lacks.length) say(`Ce poste n’est pas prêt\u00a0: ${lacks.join(", ")}. Le professeur le sait.`, "danger");
  else if (weaknesses.length) say(`Ce poste est prêt, mais\u00a0: ${weaknesses.join(", ")}.`, "warning");
  else say("Ce poste est prêt.", "ok");
}

try {
  await tell(await tryAll());
} catch (error) {
  console.error(error);
  say("Le résultat n’a pas pu être envoyé au professeur\u00a0: le site ne répond pas.", "danger");
}
