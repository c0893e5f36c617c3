/** Questions to the reader, in the page. */

import { button, element } from "../site/element.js";

/** A promise of the text typed, undefined when the reader gives up. */
export function ask(question, start = "") {
  const input = element("input", { type: "text", id: "answer", value: start, autocomplete: "off", spellcheck: "false" });
  const form = element("form", { method: "dialog" }, element("label", { for: "answer" }, question), input);
  return open(form, [["Valider", () => input.value]]);
}

/** A promise of true, or undefined. */
export function confirm(question, yes) {
  return open(element("form", { method: "dialog" }, element("p", {}, question)), [[yes, () => true]]);
}

/** A promise of the one that was chosen of [{ text, detail, value }], or undefined. */
export function choose(title, choices) {
  const form = element("form", { method: "dialog" }, element("h2", {}, title));
  return open(form, [], (end) =>
    form.append(
      element(
        "ul",
        { class: "choices" },
        ...choices.map(({ text, detail, value }) =>
          element("li", {}, button(text, { class: "button small" }, () => end(value)), ` ${detail}`),
        ),
      ),
    ),
  );
}

function open(form, answers, fill = () => {}) {
  return new Promise((resolve) => {
    const dialog = element("dialog", { class: "question" }, form);
    const end = (value) => {
      dialog.remove();
      resolve(value);
    };
    fill(end);
    const [first] = answers;
    if (first) form.addEventListener("submit", (event) => (event.preventDefault(), end(first[1]())));
    const submit = first && element("button", { class: "button primary" }, first[0]);
    const cancel = button(first ? "Annuler" : "Fermer", { class: "button" }, () => end(undefined));
    form.append(element("p", { class: "toolbar" }, submit, cancel));
    dialog.addEventListener("close", () => end(undefined));
    document.body.append(dialog);
    dialog.showModal();
  });
}
