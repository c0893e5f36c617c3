// What a robot does in the page, and what it sees of it: the page around plays a task's steps.

const ACTS = {
  click: (selector) => document.querySelector(selector)?.click(),
  submit: (selector) => document.querySelector(selector)?.requestSubmit(),
  fill: (fields) => Object.entries(fields).forEach(([selector, text]) => fill(document.querySelector(selector), text)),
};
const LONGEST = 2000;
const MOST_ELEMENTS = 100;
let focused = "";

function fill(field, text) {
  if (!field) return;
  field.value = text;
  for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
}

/** What the page focuses is noted: the pupil may be writing in the editor meanwhile. */
function noteFocus() {
  HTMLElement.prototype.focus = function () {
    focused = this.id;
  };
}

Object.assign(HEARD, {
  act({ step }) {
    for (const [act, what] of Object.entries(step)) ACTS[act]?.(what);
    say({ type: "acted" });
  },
  look({ selectors }) {
    const named = [...document.querySelectorAll("[id]")].slice(0, MOST_ELEMENTS).map((node) => [`#${node.id}`, node]);
    const asked = selectors.map((selector) => [selector, document.querySelector(selector)]);
    const elements = Object.fromEntries([...named, ...asked].map(([name, node]) => [name, node && described(node)]));
    say({ type: "seen", title: cut(document.title), text: cut(spaced(document.body?.innerText ?? "")), focus: focused, elements });
  },
});

function described(node) {
  const { color } = getComputedStyle(node);
  return { tag: node.localName, text: cut(spaced(node.textContent)), value: cut(node.value ?? ""), color, html: cut(node.innerHTML) };
}

const spaced = (text) => text.replace(/\s+/g, " ").trim();
const cut = (text) => String(text).slice(0, LONGEST);
