/** The diagram's commands and its status line. */

import { element, svgElement } from "../site/element.js";

const ICONS = {
  pause: "M5.5 3v10M10.5 3v10",
  resume: "M4.5 3l8 5l-8 5z",
  step: "M3.5 3l6.5 5l-6.5 5zM12.5 3v10",
  erase: "M3 4.5h10M6 4.5V2.5h4v2M4.5 4.5l.7 9h5.6l.7-9",
  project: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
};

/** What each says, and what it does in one sentence. */
const COMMANDS = {
  pause: ["Pause", "Ne plus rien ajouter au diagramme"],
  step: ["Pas à pas", "Suspendre, puis montrer une flèche à chaque clic"],
  erase: ["Effacer", "Vider le diagramme"],
  project: ["Projeter", "Le diagramme seul, en gros caractères"],
};
const CHOICES = {
  fold: ["Replier les répétitions", "Ce qui suit l’ouverture d’une WebSocket, et ce qui revient sans cesse"],
  files: ["Masquer styles et scripts", "Les requêtes des fichiers .css et .js, et des images"],
};

const STATUSES = {
  connecting: "connexion…",
  open: "en direct",
  waiting: "connexion perdue, nouvel essai…",
  refused: "échanges indisponibles",
};

/** Returns { root, showPaused, showStatus, showProjection, offerFolding, offerFiles }. */
export function createToolbar({ folding, onPause, onStep, onErase, onProject, onFold, onHideFiles }) {
  const pause = command("pause", COMMANDS.pause, onPause);
  const step = command("step", COMMANDS.step, onStep);
  const erase = command("erase", COMMANDS.erase, onErase);
  const project = command("project", COMMANDS.project, onProject);
  const fold = choice(CHOICES.fold, folding, onFold);
  const files = choice(CHOICES.files, true, onHideFiles);
  const status = element("span", { class: "diagram-status" }, element("span"));
  const attributes = { class: "toolbar diagram-toolbar", role: "group", "aria-label": "Commandes du diagramme" };
  pause.classList.add("diagram-pause");
  project.classList.add("diagram-enlarge");
  return {
    root: element("div", attributes, pause, step, erase, project, status, fold, files),
    showPaused: (paused) => relabel(pause, paused ? "resume" : "pause", paused ? "Reprendre" : "Pause", paused),
    showProjection(large) {
      relabel(project, "project", large ? "Ne plus projeter" : "Projeter", large);
      project.focus();
    },
    showStatus(name) {
      status.firstChild.textContent = status.title = STATUSES[name];
      status.dataset.status = name;
    },
    offerFolding: () => fold.removeAttribute("hidden"),
    offerFiles: () => files.removeAttribute("hidden"),
  };
}

function command(icon, [text, title], onClick) {
  const path = svgElement("path", { d: ICONS[icon] });
  const shape = svgElement("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, path);
  const attributes = { type: "button", class: "button quiet small", title };
  const node = element("button", attributes, shape, element("span", {}, text));
  node.addEventListener("click", onClick);
  return node;
}

function relabel(node, icon, text, active) {
  node.querySelector("path").setAttribute("d", ICONS[icon]);
  node.querySelector("span").textContent = text;
  node.dataset.active = active;
}

/** A box that shows once it has something to act upon. */
function choice([text, title], checked, onChange) {
  const box = element("input", { type: "checkbox", checked });
  box.addEventListener("change", () => onChange(box.checked));
  return element("label", { class: "diagram-choice", hidden: true, title }, box, text);
}
