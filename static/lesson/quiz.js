/** The questions: each choice is answered at once, and one may choose again. */

/** `right`: questions already answered right; `onRight(question)` tells of the next ones. */
export function openQuiz(root, { right, onRight }) {
  for (const question of root.querySelectorAll(".question")) {
    const number = Number(question.dataset.question);
    for (const button of question.querySelectorAll(".choice")) {
      button.addEventListener("click", () => {
        choose(question, button);
        if (isRight(button)) onRight(number);
      });
    }
    if (right.includes(number)) choose(question, question.querySelector("[data-right]"));
  }
}

const isRight = (button) => "right" in button.dataset;

function choose(question, button) {
  for (const other of question.querySelectorAll(".choice")) other.setAttribute("aria-pressed", other === button);
  const feedback = question.querySelector(".feedback");
  feedback.hidden = false;
  feedback.classList.toggle("ok", isRight(button));
  feedback.classList.toggle("warning", !isRight(button));
  feedback.replaceChildren(button.parentElement.querySelector("template").content.cloneNode(true));
}
