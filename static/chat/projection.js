/** « Projeter »: the messages alone, in letters that are read from the back of the room. Escape leaves. */

const button = document.getElementById("projeter"); // the teacher's
const log = document.getElementById("fil");

export function openProjection() {
  if (!button) return;
  button.addEventListener("click", () => project(true));
  document.getElementById("fin-projection").addEventListener("click", () => project(false));
  addEventListener("keydown", ({ key }) => key === "Escape" && project(false));
}

function project(on) {
  document.documentElement.classList.toggle("projected", on);
  log.scrollTop = log.scrollHeight;
  (on ? document.getElementById("fin-projection") : button).focus();
}
