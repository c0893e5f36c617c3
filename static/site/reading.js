"use strict";

// « Confort de lecture », kept in this browser. A classic script on purpose: it must have run before the first paint.
{
  const KEY = "reading";
  const CHOICES = { size: ["large", "larger"], spacing: ["wide"], lines: ["short"] }; // besides what the page has anyway
  const root = document.documentElement;

  function saved() {
    try {
      return JSON.parse(localStorage.getItem(KEY)) ?? {};
    } catch {
      return {}; // a browser set to refuse storage, or a text spoilt by another hand
    }
  }

  function save(choices) {
    try {
      localStorage.setItem(KEY, JSON.stringify(choices));
    } catch {
      // the choice then lasts as long as the page
    }
  }

  function show(choices) {
    for (const [name, values] of Object.entries(CHOICES)) {
      if (values.includes(choices[name])) root.dataset[name] = choices[name];
      else delete root.dataset[name];
    }
  }

  function check(form) {
    for (const select of form.querySelectorAll("select")) select.value = root.dataset[select.name] ?? "";
  }

  function followForm() {
    const menu = document.getElementById("reading");
    if (!menu) return;
    check(menu);
    menu.hidden = false;
    menu.addEventListener("change", () => {
      const choices = Object.fromEntries([...menu.querySelectorAll("select")].map(({ name, value }) => [name, value]));
      show(choices);
      save(choices);
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    window.addEventListener("storage", () => check(menu));
  }

  show(saved());
  window.addEventListener("storage", () => show(saved()));
  document.addEventListener("DOMContentLoaded", followForm);
}
