/** « Relire l’étape »: the text of a step of the lesson in the place of the statement, beside the editor. */

import { button, element } from "../site/element.js";

const TEXT = ".objective, .observe, .observe-next, .remember";
const NOT_HERE = "iframe, script, form, button"; // what works on its own page only

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-step-text]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link);
});

async function open(link) {
  const parts = await textOf(link.href);
  if (!parts.length) return location.assign(link.href);
  const statement = link.closest(".statement");
  const title = element("h2", { tabindex: "-1" }, link.textContent);
  const close = button("Revenir à l’énoncé", { class: "button small" }, () => {
    text.remove();
    statement.hidden = false;
    link.focus();
  });
  const text = element("div", { class: "statement step-text prose" }, close, title, ...parts);
  statement.hidden = true;
  statement.after(text);
  statement.parentElement.scrollTop = 0;
  return title.focus();
}

/** The parts of the step's page that are text. */
async function textOf(address) {
  const response = await fetch(address).catch(() => undefined);
  if (!response?.ok) return [];
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  page.querySelectorAll(NOT_HERE).forEach((node) => node.remove());
  page.querySelectorAll("details:has(> summary > h2)").forEach((node) => {
    const summary = node.querySelector("summary");
    summary.replaceWith(summary.querySelector("h2"));
    node.replaceWith(...node.childNodes);
  });
  return [...page.querySelectorAll(TEXT)].map((node) => document.adoptNode(node));
}
