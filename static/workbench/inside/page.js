// The page itself: what a document without an origin lacks, then the pupil's HTML written into this very document.

function replaceStorage(kind, start) {
  const data = new Map(Object.entries(start));
  const tell = () => say({ type: "storage", kind, data: Object.fromEntries(data) });
  const change = (work) => {
    work();
    tell();
  };
  const api = {
    getItem: (key) => data.get(String(key)) ?? null,
    setItem: (key, value) => change(() => data.set(String(key), String(value))),
    removeItem: (key) => change(() => data.delete(String(key))),
    clear: () => change(() => data.clear()),
    key: (index) => [...data.keys()][index] ?? null,
  };
  const value = new Proxy(api, {
    get: (target, key) => (key === "length" ? data.size : (target[key] ?? data.get(key))),
    set: (target, key, text) => (api.setItem(key, text), true),
    deleteProperty: (target, key) => (api.removeItem(key), true),
  });
  define(window, kind, { value });
}

function replaceCookies(start) {
  let cookies = start;
  define(document, "cookie", {
    get: () => cookies,
    set(text) {
      say({ type: "cookie", text: String(text).slice(0, 4000) });
      const pair = String(text).split(";")[0].trim();
      const others = cookies.split("; ").filter((each) => each && each.split("=")[0] !== pair.split("=")[0].trim());
      const ends = /max-age=(0|-)|expires=thu, 01 jan 1970/i.test(text);
      cookies = [...others, ...(ends ? [] : [pair])].join("; ");
    },
  });
}

/** Drawn in the page: a sandboxed page has no dialogs of its own. The ones that wait for an answer cannot wait. */
function replaceDialogs() {
  window.alert = (text) => showBox(String(text));
  window.confirm = (text) => (showBox(`${text} (réponse donnée : oui)`), true);
  window.prompt = (text, start = "") => (showBox(`${text} (réponse donnée : « ${start} »)`), start);
}

function showBox(text) {
  const box = document.createElement("dialog");
  const close = document.createElement("button");
  close.textContent = "OK";
  close.onclick = () => box.remove();
  box.append(text, document.createElement("br"), close);
  document.documentElement.append(box);
  box.show();
}

async function show({ html, url, host, cookie, localStorage, sessionStorage, isPlayed }) {
  [base, site] = [url, host];
  if (isPlayed) {
    noteFocus();
    noteTimers();
  }
  replaceCookies(cookie);
  replaceStorage("localStorage", localStorage);
  replaceStorage("sessionStorage", sessionStorage);
  replaceDialogs();
  replaceNavigation();
  forbidFramesAndHints();
  replaceLaterFiles();
  try {
    const { pathname, search, hash } = new URL(url);
    history.replaceState(null, "", pathname + search + hash); // WebKit refuses: there location.pathname is ours
  } catch {}
  const page = new DOMParser().parseFromString(html, "text/html");
  await replaceFiles(page);
  writePage(page);
}

function writePage(page) {
  const type = page.compatMode === "BackCompat" ? "" : "<!DOCTYPE html>";
  const [open, write, close] = ["open", "write", "close"].map((name) => document[name].bind(document));
  open(); // takes away all listeners: they are set now
  listen();
  write(type + page.documentElement.outerHTML);
  close();
  addEventListener("load", () => {
    document.getElementById(decodeURIComponent(new URL(base).hash.slice(1)))?.scrollIntoView();
  });
}

addEventListener("message", ({ source, data, ports }) => {
  if (source !== parent || port) return;
  [port] = ports;
  port.onmessage = ({ data: message }) => HEARD[message.type]?.(message);
  show(data);
});

const ready = () => parent.postMessage("ready", "*");
if (document.readyState === "complete") ready();
else addEventListener("load", ready, { once: true });
