/** One step of the lesson: joins its browsers, its code, its diagram, its questions and its workshops. */

import { createDiagram } from "../exchanges/diagram.js";
import { openFeed } from "../exchanges/feed.js";
import { keptInTab } from "../site/store.js";
import { hasPrivateRoom, pathOf, shown } from "./addresses.js";
import { openBrowser } from "./browser.js";
import { openCompare } from "./compare.js";
import { openConsole } from "./console.js";
import { openDrawer } from "./drawer.js";
import { watchOtherTabs } from "./other-tabs.js";
import { openPlayground } from "./playground.js";
import * as progress from "./progress.js";
import { openQuiz } from "./quiz.js";
import { openReceived } from "./received.js";
import { tellRefused } from "./refused.js";
import { openSplitters } from "./splitter.js";
import { openSpy } from "./spy.js";
import { drawAll, openTabs, showLine, sourceOf } from "./tabs.js";
import { VOCABULARY } from "./vocabulary.js";
import { openWiden } from "./widen.js";
import { openWords } from "./words.js";

const opened = keptInTab("lesson.opened", null);
const LIFELINES = [[], ["A", "server"], ["A", "server", "B"], ["A", "B", "server", "C"]];

const page = document.getElementById("step");
const slug = page.dataset.step;
const code = page.querySelector(".panes");
const all = (selector) => [...page.querySelectorAll(selector)];

const browsers = Object.fromEntries(all(".browser").map((root) => [root.dataset.client, openBrowser(root)]));
openDrawer(page.querySelector(".step-drawer"));
const readConsole = openConsole(code, page.querySelector(".browser").dataset.address);
openTabs(code);
tellRefused(page);
openSplitters(page.querySelector(".workspace"));
openWiden(page.querySelector(".workspace"));
openPlaygrounds();
openButtons();
followProgress();
followExchanges();
window.addEventListener("beforeprint", unfoldForPaper);

function unfoldForPaper() {
  all("details:not(.check, .step-drawer)").forEach((part) => (part.open = true));
  drawAll(code);
}

function openButtons() {
  for (const button of all("[data-request]")) {
    const { client, request, address } = button.dataset;
    button.addEventListener("click", () => (request === "POST" ? browsers[client].post(address) : browsers[client].visit(address)));
  }
  for (const button of all("[data-remove]")) {
    const { client, selector, remove } = button.dataset;
    button.addEventListener("click", () => removeFrom(browsers[client], selector, remove));
  }
}

/** Back on the page where the browser began, if the one it shows has no such element. */
function removeFrom(browser, selector, attribute) {
  const start = pathOf(new URL(browser.frame.src), browser.mount);
  if (browser.removeAttribute(selector, attribute)) {
    browser.say(`Attribut ${attribute} retiré de la page.`);
  } else if (browser.path !== start) {
    browser.frame.addEventListener("load", () => removeFrom(browser, selector, attribute), { once: true });
    browser.visit(start);
  }
}

function openPlaygrounds() {
  all(".playground").forEach((root, rank) => {
    const place = `page-${rank}`;
    openPlayground(root, {
      kept: progress.written(slug, place),
      onChange: (text) => progress.keepWritten(slug, place, text),
    });
  });
}

function followProgress() {
  progress.visit(slug);
  openQuiz(page, { answers: progress.answers(slug), onAnswer: record });
  openWords(page, {
    read: (number) => progress.written(slug, number),
    onWrite(number, text, enough) {
      progress.keepWritten(slug, number, text);
      record(number, enough ? progress.FOUND : undefined);
    },
  });
  progress.showStates(page);
  openPredictions();
}

function record(number, answer) {
  progress.answer(slug, number, answer);
  progress.showStates(page);
}

/** What there is to observe opens by itself once every prediction is made, right or wrong. */
function openPredictions() {
  const observe = document.getElementById("after-prediction");
  if (!observe) return;
  const questions = all(".predict .question");
  const predicted = (question) => question.querySelector("[aria-pressed=true]");
  const next = document.getElementById("observe-next");
  next.hidden = true;
  observe.addEventListener("toggle", () => (next.hidden = !observe.open));
  const openIfMade = () => questions.every(predicted) && (observe.open = true);
  questions.forEach((question) => question.addEventListener("click", openIfMade));
  openIfMade();
}

function followExchanges() {
  const begunHere = openedSince(openedAt());
  const readers = [readConsole, ...workshops()];
  const host = document.getElementById("diagram");
  watchOtherTabs(host);
  const lifelines = LIFELINES[Object.keys(browsers).length];
  const diagram = createDiagram(host, { lifelines, ...asked(host.dataset), onClear: () => feed.clear() });
  const feed = openFeed({
    address: host.dataset.feed,
    onEvents(events) {
      const ours = events.filter(begunHere).map(withRoomNamed);
      diagram.add(ours);
      readers.forEach((read) => read(ours));
    },
    onCleared: () => diagram.clear(),
    onStatus: (status) => diagram.showStatus(status),
  });
  host.addEventListener("open-code", ({ detail }) => showLine(code, detail));
}

/** The arrows name a private room as the address bars do. */
function withRoomNamed(event) {
  if (!hasPrivateRoom(event.target)) return event;
  return { ...event, label: `${event.method ?? "GET"} ${shown(event.target)}` };
}

/** What the step asks of its diagram. */
function asked({ hideFiles, unfolded, headers }) {
  return {
    vocabulary: VOCABULARY,
    hideFiles: hideFiles !== undefined,
    unfolded: unfolded !== undefined,
    ...(headers ? { headers: headers.split(" ") } : {}),
  };
}

/** A socket of the step before may still be closing: an exchange that began there stays there. */
function openedSince(since) {
  const earlier = new Set();
  return ({ at, exchange }) => {
    if (Date.parse(at) < since) earlier.add(exchange);
    return !earlier.has(exchange);
  };
}

function workshops() {
  return [
    ...all(".received").map((root) => openReceived(root, sourceOf(code, root.dataset.pane))),
    ...all(".spy").map(openSpy),
    ...all(".compare").map(openCompare),
  ];
}

/** When this step was opened, on the server's clock (ms): reloading its page keeps the past, coming back to it starts afresh. */
function openedAt() {
  const now = { slug, at: Date.parse(page.dataset.openedAt) };
  const kept = opened.read();
  const since = kept?.slug === slug && isReload() ? kept : now;
  opened.write(since);
  return since.at;
}

function isReload() {
  return performance.getEntriesByType("navigation")[0]?.type === "reload";
}
