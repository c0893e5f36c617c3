/** Says when the lesson is open in another tab of this browser: the exchanges of both are drawn in each. */

import { element } from "../site/element.js";

const ASK = "who is here?";
const ANSWER = "I am";
const LEAVE = "I leave";

const TEXT = "La leçon est ouverte dans un autre onglet\u00a0: ses échanges se dessinent ici aussi.";

/** Above `host`, as long as there is another tab. */
export function watchOtherTabs(host) {
  if (!("BroadcastChannel" in window)) return;
  const notice = element("p", { class: "note", role: "status", hidden: true }, TEXT);
  host.before(notice);
  const channel = new BroadcastChannel("lesson");
  const ask = () => {
    notice.hidden = true;
    channel.postMessage(ASK);
  };
  channel.addEventListener("message", ({ data }) => {
    notice.hidden = data === LEAVE;
    if (data === ASK) channel.postMessage(ANSWER);
    if (data === LEAVE) ask(); // there may be a third
  });
  // Also when the page comes back from where browsers keep pages that were left, or another ended without a word.
  window.addEventListener("pageshow", ask);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask());
  window.addEventListener("pagehide", () => channel.postMessage(LEAVE));
}
