/** Keeps the lists of rooms and messages up to date, but where the teacher is about to act. */

import { dispatcher, LiveSocket, socketUrl } from "../site/socket.js";

const EVERY = 10_000; // ms; connections and bytes change though nobody writes

const root = document.getElementById("talk");
let last = Number(root.dataset.last);

new LiveSocket({
  address: () => socketUrl(root.dataset.socket),
  received: dispatcher({ class: ({ talk }) => talk !== last && refresh(talk) }),
}).open();

setInterval(() => document.visibilityState === "visible" && refresh(last), EVERY);

async function refresh(talk) {
  const response = await fetch(location.pathname, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  let complete = true;
  for (const body of root.querySelectorAll("tbody")) {
    if (body.contains(document.activeElement)) complete = false;
    else body.replaceChildren(...document.importNode(page.getElementById(body.id), true).childNodes);
  }
  if (complete) last = talk;
}
