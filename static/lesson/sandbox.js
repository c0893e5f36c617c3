// Within the sandbox: write the page that the pupil made, and tell its errors.

const tell = (message) => parent.postMessage(message, "*");

addEventListener("message", ({ data, source }) => {
  if (source !== parent) return;
  document.open();
  addEventListener("error", ({ message }) => tell({ type: "error", message }));
  document.write(data);
  document.close();
});
tell({ type: "ready" });
