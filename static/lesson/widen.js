/** The code on the whole width, above the text, the result and the exchange: long lines are read without scrolling. */

export function openWiden(workspace) {
  const button = workspace.querySelector("[data-do=widen]");
  button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", workspace.classList.toggle("wide-code"));
  });
}
