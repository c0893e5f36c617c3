/** The diagram's commands and its status line. */

import { button, element } from "../site/element.js";
import { plural } from "../site/french.js";

const STATUSES = {
  connecting: "connexion…",
  open: "en direct",
  waiting: "connexion perdue, nouvel essai…",
  refused: "échanges indisponibles : recharger la page",
  closed: "arrêté",
};

/** Returns { root, showPaused, showStatus, showBoard, offerFolding, offerFiles }. */
export function createToolbar({ onPause, onStep, onErase, onBoard, onFold, onHideFiles }) {
  const pause = button("Pause", { class: "button small" }, onPause);
  const step = button("Pas à pas", { class: "button small" }, onStep);
  const erase = button("Effacer", { class: "button small" }, onErase);
  const board = button("Mode tableau", { class: "button small diagram-enlarge" }, onBoard);
  const folding = choice("Replier les durées", onFold);
  const files = choice("Masquer styles et scripts", onHideFiles);
  const waiting = element("span", { class: "diagram-waiting", role: "status" });
  const words = element("span");
  const status = element("span", { class: "diagram-status" }, words);
  return {
    root: element(
      "div",
      { class: "toolbar diagram-toolbar", role: "group", "aria-label": "Commandes du diagramme" },
      pause,
      step,
      erase,
      board,
      waiting,
      folding,
      files,
      status,
    ),
    showPaused(paused, count) {
      pause.textContent = paused ? "Reprendre" : "Pause";
      pause.dataset.active = paused;
      waiting.textContent = paused ? (count ? plural(count, "nouveau", "nouveaux") : "en pause") : "";
    },
    showStatus(name) {
      words.textContent = STATUSES[name] ?? "";
      status.title = words.textContent;
      status.dataset.status = name;
    },
    showBoard(large) {
      board.textContent = large ? "Quitter le mode tableau" : "Mode tableau";
      board.focus();
    },
    offerFolding() {
      folding.hidden = false;
    },
    offerFiles() {
      files.hidden = false;
    },
  };
}

/** A box, ticked, that shows once it has something to act upon. */
function choice(text, onChange) {
  const box = element("input", { type: "checkbox", checked: true });
  box.addEventListener("change", () => onChange(box.checked));
  return element("label", { class: "diagram-choice", hidden: true }, box, text);
}
