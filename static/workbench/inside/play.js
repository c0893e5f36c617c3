// What a robot does in the page, and what it sees of it: the page around plays a task's steps.

const ACTS = {
  click: (selector) => document.querySelector(selector)?.click(),
  submit: (selector) => submit(document.querySelector(selector)),
  fill: (fields) => Object.entries(fields).forEach(([selector, text]) => fill(document.querySelector(selector), text)),
};
const LONGEST = 2000;
const MOST_ELEMENTS = 100;
const timers = new Set();
let focused = "";

function fill(field, text) {
  if (!field) return;
  field.value = text;
  for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
}

/** As by Enter in a field: the browser clicks on the form's button. */
function submit(form) {
  const button = form?.querySelector("button:not([type]), [type=submit]");
  if (button) button.click();
  else form?.requestSubmit();
}

/** The pupil may be writing in the editor meanwhile: what the page focuses is noted, and not done. */
function noteFocus() {
  HTMLElement.prototype.focus = function () {
    focused = this.id;
  };
}

/** What the page will do by itself later: only then is there something to wait for. */
function noteTimers() {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = window;
  window.setTimeout = (work, ...rest) => {
    const id = setTimeout(() => (timers.delete(id), work?.()), ...rest);
    timers.add(id);
    return id;
  };
  window.setInterval = (...all) => {
    const id = setInterval(...all);
    timers.add(id);
    return id;
  };
  for (const [name, clear] of Object.entries({ clearTimeout, clearInterval })) {
    window[name] = (id) => (timers.delete(id), clear(id));
  }
}

const isWaiting = () => timers.size > 0 || document.getAnimations().length > 0;

Object.assign(HEARD, {
  act({ step }) {
    for (const [act, what] of Object.entries(step)) ACTS[act]?.(what);
    say({ type: "acted" });
  },
  look({ selectors }) {
    const named = [...document.querySelectorAll("[id]")].slice(0, MOST_ELEMENTS).map((node) => [`#${node.id}`, node]);
    const asked = selectors.map((selector) => [selector, document.querySelector(selector)]);
    const elements = Object.fromEntries([...named, ...asked].map(([name, node]) => [name, node && described(node)]));
    say({ type: "seen", title: cut(document.title), text: cut(spaced(document.body?.innerText ?? "")), focus: focused, waits: isWaiting(), elements });
  },
});

function described(node) {
  const { color } = getComputedStyle(node);
  return { tag: node.localName, text: cut(spaced(node.textContent)), value: cut(node.value ?? ""), color, html: cut(node.innerHTML) };
}

const spaced = (text) => text.replace(/\s+/g, " ").trim();
const cut = (text) => String(text).slice(0, LONGEST);
