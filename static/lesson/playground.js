/** The editable page: its text is handed to a frame without an origin, which runs it, and is kept for the next visit. */

/** `kept`: the text of an earlier visit, if any; `onChange(text)` tells of another. */
export function openPlayground(root, { kept, onChange }) {
  const frame = root.querySelector("iframe");
  const code = root.querySelector("textarea");
  const start = code.value;
  code.value = kept ?? start;
  code.addEventListener("input", () => onChange(code.value));
  const run = () => frame.setAttribute("src", frame.getAttribute("src")); // a fresh frame, which asks for the code

  window.addEventListener("message", ({ source, data }) => {
    if (source === frame.contentWindow) answers[data.type]?.(data);
  });
  const answers = {
    ready() {
      showError(root, "");
      frame.contentWindow.postMessage(code.value, "*");
    },
    error: ({ message }) => showError(root, `Le script s’est arrêté\u00a0: ${message}`),
  };

  root.querySelector("[data-do=run]").addEventListener("click", run);
  root.querySelector("[data-do=restore]").addEventListener("click", () => {
    code.value = start;
    onChange(start);
    run();
  });
  run();
}

function showError(root, text) {
  const error = root.querySelector(".playground-error");
  error.textContent = text;
  error.hidden = !text;
}
