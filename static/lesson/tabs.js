/** The code's tabs: one shown at a time, drawn when it is first opened; arrows move between them; a line can be pointed at. */

const MOVES = { ArrowRight: 1, ArrowLeft: -1 };

export function openTabs(root) {
  const tabs = [...root.querySelectorAll("[role=tab]")];
  tabs.forEach((tab, rank) => {
    tab.addEventListener("click", () => select(root, tab));
    tab.addEventListener("keydown", (event) => move(event, root, tabs, rank));
  });
}

function move(event, root, tabs, rank) {
  const next = event.key in MOVES ? (rank + MOVES[event.key] + tabs.length) % tabs.length : { Home: 0, End: tabs.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  select(root, tabs[next]);
  tabs[next].focus();
}

function select(root, tab) {
  for (const other of root.querySelectorAll("[role=tab]")) {
    const selected = other === tab;
    other.setAttribute("aria-selected", selected);
    other.tabIndex = selected ? 0 : -1;
    paneOf(other).hidden = !selected;
  }
  draw(paneOf(tab));
}

/** A pane's code waits in a template until it is wanted: whole files have thousands of elements. */
function draw(pane) {
  const waiting = document.getElementById(`code-of-${pane.id}`);
  if (!waiting) return;
  pane.append(waiting.content);
  waiting.remove();
}

/** For paper, which shows them all. */
export function drawAll(root) {
  root.querySelectorAll(".pane").forEach(draw);
}

const paneOf = (tab) => document.getElementById(tab.getAttribute("aria-controls"));

/** Shows the tab where a file's line is and marks the line. The file is in no tab: says so. */
export function showLine(root, { name, file, line }) {
  root.querySelectorAll(".line-called").forEach((old) => old.classList.remove("line-called"));
  const pane = findPane(root, file, line);
  const status = root.querySelector("[role=status]");
  if (!pane) {
    status.textContent = `Ce code est dans ${file}, ligne ${line} (${name}).`;
    status.classList.remove("visually-hidden");
    return;
  }
  select(root, document.getElementById(pane.getAttribute("aria-labelledby")));
  const marked = document.getElementById(`${pane.id.replace("pane-", "")}-${line}`) ?? pane.querySelector("[id]");
  marked.classList.add("line-called");
  marked.scrollIntoView({ block: "center", behavior: "instant" });
  status.textContent = `Ligne ${line} de ${file} mise en évidence.`;
  status.classList.add("visually-hidden");
  pane.focus({ preventScroll: true });
}

function findPane(root, file, line) {
  const panes = [...root.querySelectorAll(".pane")].filter((pane) => pane.dataset.file === file);
  return panes.find(({ dataset: { first, last } }) => Number(first) <= line && line <= Number(last)) ?? panes[0];
}

/** The source of a tab, by its label. */
export function sourceOf(root, label) {
  const tab = [...root.querySelectorAll("[role=tab]")].find(({ textContent }) => textContent.trim() === label);
  draw(paneOf(tab));
  const lines = [...paneOf(tab).querySelectorAll("[id^=code-]")];
  return lines.map((line) => withoutNumber(line).replace(/\n$/, ""));
}

function withoutNumber(line) {
  const code = line.cloneNode(true);
  code.querySelector(".linenos").remove();
  return code.textContent;
}
