/**
 * The questions with choices: each choice is answered at once, but a prediction, which is noted and answered when its
 * reader has seen what happens. Trying every choice is not finding: the question comes again.
 */

import { AGAIN, FOUND } from "./progress.js";

const ORDINALS = ["", "premier", "deuxième", "troisième", "quatrième"];

/** `answers`: number → FOUND or AGAIN, of an earlier visit; `onAnswer(number, answer)` tells of a new one. */
export function openQuiz(root, { answers, onAnswer }) {
  for (const element of root.querySelectorAll(".question")) {
    new Question(element, onAnswer).open(answers[element.dataset.number]);
  }
}

class Question {
  constructor(element, onAnswer) {
    this.element = element;
    this.onAnswer = onAnswer;
    this.choices = [...element.querySelectorAll(".choice")];
    this.wrong = new Set();
    this.isPrediction = element.closest(".predict") !== null;
  }

  open(answer) {
    for (const choice of this.choices) choice.addEventListener("click", () => this.choose(choice));
    this.part("[data-do=again]").addEventListener("click", () => this.begin());
    this.part("[data-do=check]").addEventListener("click", () => this.judge(this.noted));
    if (answer) this.isPrediction = false;
    if (answer === FOUND) this.show(this.right);
    if (answer === AGAIN) this.sayTries("Vous aviez essayé toutes les réponses\u00a0: la question est à refaire.");
  }

  get right() {
    return this.choices.find(isRight);
  }

  part(selector) {
    return this.element.querySelector(selector);
  }

  choose(choice) {
    if (this.isPrediction) this.note(choice);
    else this.judge(choice);
  }

  note(choice) {
    this.noted = choice;
    this.press(choice);
    this.mark("noted", true);
    this.sayTries("Prédiction notée\u00a0: observez, puis vérifiez.");
  }

  judge(choice) {
    this.isPrediction = false;
    this.mark("noted", false);
    if (!this.found) this.part(".tries").hidden = true;
    this.show(choice);
    if (!isRight(choice)) this.wrong.add(choice);
    else if (!this.found) this.end(this.wrong.size === this.choices.length - 1 ? AGAIN : FOUND);
  }

  end(answer) {
    this.found = true;
    const tries = this.wrong.size + 1;
    if (answer === FOUND) this.sayTries(`Trouvée au ${ORDINALS[tries]} essai.`);
    else this.sayTries("Vous avez essayé toutes les réponses\u00a0: relisez, puis refaites la question.");
    this.part("[data-do=again]").hidden = answer === FOUND;
    this.onAnswer(Number(this.element.dataset.number), answer);
  }

  /** In another order, so that remembering a place is of no use. */
  begin() {
    this.found = false;
    this.wrong.clear();
    const items = this.choices.map((choice) => choice.parentElement);
    items.sort(() => Math.random() - 0.5).forEach((item) => item.parentElement.append(item));
    this.choices.forEach((choice) => choice.setAttribute("aria-pressed", false));
    for (const part of [".feedback", ".tries", "[data-do=again]"]) this.part(part).hidden = true;
    this.part(".choice").focus();
  }

  press(chosen) {
    for (const choice of this.choices) choice.setAttribute("aria-pressed", choice === chosen);
  }

  mark(name, on) {
    this.element.classList.toggle(name, on);
    this.part("[data-do=check]").hidden = !on;
  }

  show(chosen) {
    this.press(chosen);
    const feedback = this.part(".feedback");
    feedback.hidden = false;
    feedback.classList.toggle("ok", isRight(chosen));
    feedback.classList.toggle("warning", !isRight(chosen));
    feedback.replaceChildren(chosen.parentElement.querySelector("template").content.cloneNode(true));
  }

  sayTries(text) {
    this.part(".tries").textContent = text;
    this.part(".tries").hidden = false;
  }
}

const isRight = (choice) => "right" in choice.dataset;
