/**
 * From exercise to exercise without loading a page: engine, console and clients stay. The links are ordinary ones, whose
 * page is fetched; of it the parts that speak of the exercise take the place of those that are here.
 */

import { setTask } from "./task.js";

const LINKS = "a[data-exercise], a[data-walk]";
const PARTS = [".bar h1", ".exercise-list", ".statement-region"];

export class Walk {
  constructor(workbench) {
    this.workbench = workbench;
    this.turn = 0;
    this.here = location.pathname;
    document.addEventListener("click", (event) => this.follow(event));
    addEventListener("popstate", () => location.pathname !== this.here && this.go(location.href));
  }

  follow(event) {
    const link = event.target.closest?.(LINKS);
    if (!link || event.defaultPrevented || event.button || hasModifier(event)) return;
    event.preventDefault();
    if (link.pathname !== this.here) history.pushState(null, "", link.href);
    this.go(link.href);
  }

  /** Show the exercise of this address; of several in a row the last one. What is no exercise is loaded as a page. */
  async go(address) {
    this.turn += 1;
    const { turn } = this;
    this.here = new URL(address).pathname;
    const page = await fetchPage(address);
    if (turn !== this.turn) return;
    if (page) await this.show(page);
    else location.replace(address);
  }

  async show(page) {
    const { task, ...data } = dataOf(page);
    document.title = page.title;
    for (const part of PARTS) document.querySelector(part).replaceWith(document.adoptNode(page.querySelector(part)));
    document.querySelector(".exercise-menu").removeAttribute("open");
    const opened = this.workbench.become(data);
    setTask(this.workbench, task);
    focusTitle();
    await opened;
  }
}

function hasModifier({ ctrlKey, metaKey, shiftKey, altKey }) {
  return ctrlKey || metaKey || shiftKey || altKey;
}

/** The page as a document, undefined when it is not one with an exercise. */
async function fetchPage(address) {
  try {
    const response = await fetch(address);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return response.ok && PARTS.every((part) => page.querySelector(part)) ? page : undefined;
  } catch {
    return undefined;
  }
}

function dataOf(page) {
  return JSON.parse(page.getElementById("workbench-data").textContent);
}

/** Who reads with the ears hears where they are. */
function focusTitle() {
  const title = document.querySelector(".bar h1");
  title.tabIndex = -1;
  title.focus();
}
