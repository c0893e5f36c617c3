/** The questions answered in words: what is written is kept, and a sentence opens a possible answer to compare with. */

const SENTENCE = 20; // characters

/** `read(number)` gives what was written, `onWrite(number, text, enough)` tells of more. */
export function openWords(root, { read, onWrite }) {
  for (const question of root.querySelectorAll(".written")) {
    const number = Number(question.dataset.number);
    const field = question.querySelector("textarea");
    field.value = read(number) ?? "";
    const show = () => showAnswer(question, isSentence(field.value));
    field.addEventListener("input", () => {
      onWrite(number, field.value, isSentence(field.value));
      show();
    });
    show();
  }
}

const isSentence = (text) => text.trim().length >= SENTENCE;

function showAnswer(question, enough) {
  const [first, answer] = [".first-write", ".check"].map((selector) => question.querySelector(selector));
  if (!answer) return;
  first.hidden = enough;
  answer.hidden = !enough;
}
