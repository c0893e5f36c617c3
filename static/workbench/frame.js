// The engine's frame, which has no origin and no network: start the worker from what the page hands over, and no more.

addEventListener("message", ({ source, data, ports }) => {
  if (source !== parent) return;
  const worker = new Worker(URL.createObjectURL(new Blob([data.script], { type: "text/javascript" })));
  const files = Object.values(data.files);
  worker.addEventListener("error", ({ message }) => parent.postMessage({ type: "failed", text: String(message) }, "*"));
  worker.postMessage(data.files, [ports[0], ...files]);
});
parent.postMessage({ type: "frame" }, "*");
