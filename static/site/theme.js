"use strict";

// A classic script on purpose, not a module: it must have run before the first paint.
{
  const KEY = "theme";
  const THEMES = ["auto", "light", "dark"];
  const root = document.documentElement;

  function savedTheme() {
    try {
      const theme = localStorage.getItem(KEY);
      return THEMES.includes(theme) ? theme : "auto";
    } catch {
      return "auto"; // a browser set to refuse storage
    }
  }

  function saveTheme(theme) {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // the choice then lasts as long as the page
    }
  }

  function showTheme(theme) {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
  }

  function check(themeSwitch, theme) {
    themeSwitch.querySelector(`[value="${theme}"]`).checked = true;
  }

  function followSwitch() {
    const themeSwitch = document.getElementById("theme-switch");
    if (!themeSwitch) return;
    check(themeSwitch, savedTheme());
    themeSwitch.hidden = false;
    themeSwitch.addEventListener("change", (event) => {
      showTheme(event.target.value);
      saveTheme(event.target.value);
    });
    window.addEventListener("storage", () => check(themeSwitch, savedTheme()));
  }

  showTheme(savedTheme());
  root.classList.toggle("framed", window !== window.top);
  window.addEventListener("storage", () => showTheme(savedTheme()));
  document.addEventListener("DOMContentLoaded", followSwitch);
}
