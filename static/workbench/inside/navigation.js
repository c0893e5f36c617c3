// Links, forms, keys and the history become visits that the page around makes.

function listen() {
  addEventListener("click", followLink);
  addEventListener("auxclick", followLink);
  addEventListener("submit", (event) => {
    if (!event.defaultPrevented && sendForm(event.target, event.submitter)) event.preventDefault();
  });
  addEventListener("keydown", pressKey, true);
  addEventListener("error", ({ message, lineno, filename }) => {
    const file = nameOf(filename);
    if (message) say({ type: "error", text: String(message).slice(0, 900), line: lineno || null, file });
  });
  addEventListener("unhandledrejection", ({ reason }) => say({ type: "error", text: String(reason).slice(0, 900), line: null }));
  addEventListener("load", () => say({ type: "loaded", title: document.title.slice(0, 900), hash: location.hash.slice(0, 900) }));
  watchFrames(document);
}

function followLink(event) {
  const link = event.composedPath().find((node) => node.matches?.("a[href], area[href]"));
  if (!link || event.defaultPrevented || event.button > 1) return;
  const href = link.getAttribute("href");
  if (/^\s*(#|javascript:)/i.test(href)) return;
  event.preventDefault();
  const url = new URL(href, base);
  if (url.hash && url.href.split("#")[0] === base.split("#")[0]) location.hash = url.hash;
  else visit("GET", url.href);
}

/** Send the form as a browser does; false for one that goes nowhere. */
function sendForm(form, button) {
  const chosen = (name) => button?.getAttribute(`form${name}`) || form.getAttribute(name) || "";
  const method = chosen("method").toLowerCase() || "get";
  if (method === "dialog") return false;
  const data = formData(form, button);
  const action = absolute(chosen("action") || base);
  if (method === "get") visitWithQuery(action, data);
  else if (chosen("enctype") === "multipart/form-data") postParts(action, data);
  else visit("POST", action, { "content-type": "application/x-www-form-urlencoded" }, String(pairs(data)));
  return true;
}

function formData(form, button) {
  const data = new FormData(form);
  if (button?.name) data.append(button.name, button.value);
  return data;
}

function pairs(data) {
  const text = (value) => (typeof value === "string" ? value.replace(/\r?\n/g, "\r\n") : value.name);
  return new URLSearchParams([...data].map(([name, value]) => [name, text(value)]));
}

function visitWithQuery(action, data) {
  const url = new URL(action);
  url.search = pairs(data);
  url.hash = "";
  visit("GET", url.href);
}

async function postParts(action, data) {
  const response = new Response(data);
  const body = new Uint8Array(await response.arrayBuffer());
  visit("POST", action, { "content-type": response.headers.get("content-type") }, body);
}

function pressKey(event) {
  const control = event.ctrlKey || event.metaKey;
  const pressed = event.key.toLowerCase();
  const action = {
    f5: () => visit("GET", base),
    arrowleft: event.altKey && (() => say({ type: "history", by: -1 })),
    arrowright: event.altKey && (() => say({ type: "history", by: 1 })),
    r: control && (() => visit("GET", base)),
    s: control && (() => say({ type: "save" })),
    enter: control && (() => say({ type: "check" })),
  }[pressed];
  if (!action) return;
  event.preventDefault();
  action();
}

function replaceNavigation() {
  HTMLFormElement.prototype.submit = function () {
    sendForm(this);
  };
  window.open = (url) => {
    visit("GET", url);
    return null;
  };
  history.back = () => say({ type: "history", by: -1 });
  history.forward = () => say({ type: "history", by: 1 });
  history.go = (by) => (by ? say({ type: "history", by }) : visit("GET", base));
}

// No frame inside the pane: one would come with constructors that were taken away here, and no policy forbids it.

const FRAMES = "iframe, frame, object, embed, fencedframe";
const HINTS = /preconnect|prefetch|preload|prerender/i;

function watchFrames(root) {
  new MutationObserver((changes) => {
    const added = changes.flatMap(({ addedNodes }) => [...addedNodes]).filter((node) => node.nodeType === 1);
    added.forEach((node) => (node.matches(FRAMES) ? dropFrame(node) : node.querySelectorAll(FRAMES).forEach(dropFrame)));
  }).observe(root, { subtree: true, childList: true });
}

function dropFrame(frame) {
  frame.remove();
  say({ type: "note", text: "Une page dans la page n’est pas montrée ici." });
}

function forbidFramesAndHints() {
  const { attachShadow, setAttribute } = Element.prototype;
  Element.prototype.attachShadow = function (options) {
    const root = attachShadow.call(this, { ...options, mode: "open" });
    watchFrames(root);
    return root;
  };
  Element.prototype.setAttribute = function (name, value) {
    const hint = this.localName === "link" && /^rel$/i.test(name) && HINTS.test(value);
    if (!hint && !/^srcdoc$/i.test(name)) setAttribute.call(this, name, value);
  };
  const { get, set } = Object.getOwnPropertyDescriptor(HTMLLinkElement.prototype, "rel");
  define(HTMLLinkElement.prototype, "rel", { get, set(value) { if (!HINTS.test(value)) set.call(this, value); } });
  define(HTMLIFrameElement.prototype, "srcdoc", { get: () => "", set() {} });
  for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel"]) {
    define(window, name, { value: undefined }); // WebRTC obeys no policy
  }
}
