/** The list of steps that drops from the heading: Escape, or a click elsewhere, closes it. */

export function openDrawer(drawer) {
  document.addEventListener("click", ({ target }) => {
    if (!drawer.contains(target)) drawer.open = false;
  });
  drawer.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    drawer.open = false;
    drawer.querySelector("summary").focus();
  });
}
