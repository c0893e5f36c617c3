/** What the lesson needs of a browser, tried one by one. Each function resolves to what it found, and never throws. */

import { Engine, EngineGone } from "../workbench/engine.js";

const PATIENCE = 10_000; // milliseconds
const ENGINE_PATIENCE = 180_000;
const PROJECT = {
  "urls.py": "urlpatterns = []\n",
};

/** Whether WebAssembly may run here: some schools forbid it by a rule of the browser. */
export function hasWebAssembly() {
  const empty = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0); // a module with nothing in it
  return typeof WebAssembly === "object" && WebAssembly.validate(empty);
}

/** Whether a socket opens and brings a frame. */
export function opensSocket(url) {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    const end = (found) => {
      clearTimeout(timer);
      resolve(found);
      socket.close();
    };
    const timer = setTimeout(() => end(false), PATIENCE);
    socket.onmessage = () => end(true);
    socket.onerror = socket.onclose = () => end(false);
  });
}

export function keepsCookies() {
  document.cookie = "essai=1; SameSite=Lax";
  const kept = document.cookie.includes("essai=1");
  document.cookie = "essai=; Max-Age=0";
  return kept;
}

/** Whether the browser's database, where a pupil's project stays, can be written. */
export function storesProjects() {
  return new Promise((resolve) => {
    try {
      localStorage.setItem("essai", "1");
      localStorage.removeItem("essai");
      const request = indexedDB.open("essai");
      request.onerror = request.onblocked = () => resolve(false);
      request.onsuccess = () => {
        request.result.close();
        indexedDB.deleteDatabase("essai");
        resolve(true);
      };
    } catch {
      resolve(false);
    }
  });
}

/** Whether the other port answers; null where there is none. */
export async function reaches(origin) {
  if (!origin) return null;
  const options = { mode: "no-cors", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) };
  return fetch(`${origin}/chez/`, options).then(() => true, () => false);
}

/** Megabytes a second of one download of the engine's; null where there is nothing to download. */
export async function speed(files) {
  const file = files?.find(({ name }) => name === "python_stdlib.zip");
  if (!file) return null;
  const begun = performance.now();
  try {
    const content = await (await fetch(file.url, { cache: "no-store" })).arrayBuffer();
    return content.byteLength / 1000 / (performance.now() - begun);
  } catch {
    return null;
  }
}

/** Seconds until Python has started and answered, null when it does not. `progress(state, details)` is told meanwhile. */
export function engineTime(data, progress) {
  if (!data) return Promise.resolve(null);
  const begun = performance.now();
  return new Promise((resolve) => {
    const end = (seconds) => {
      clearTimeout(timer);
      resolve(seconds);
      setTimeout(() => engine.sleep());
    };
    const timer = setTimeout(() => end(null), ENGINE_PATIENCE);
    const answered = () => end((performance.now() - begun) / 1000);
    const gone = (error) => (error instanceof EngineGone ? undefined : end(null));
    const onState = (state, details) => {
      progress(state, details);
      if (state === "ready" && !asked) asked = engine.call("load", { files: PROJECT }).then(answered, gone);
      if (state === "failed") end(null);
    };
    let asked;
    const engine = new Engine({ host: document.body, ...data, onState, onMessage() {} });
    engine.start();
  });
}
