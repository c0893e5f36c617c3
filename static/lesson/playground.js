/** The editable page: its text is handed to a frame without an origin, which runs it. */

export function openPlayground(root) {
  const frame = root.querySelector("iframe");
  const code = root.querySelector("textarea");
  const start = code.value;
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
    run();
  });
  run();
}

function showError(root, text) {
  const error = root.querySelector(".playground-error");
  error.textContent = text;
  error.hidden = !text;
}
