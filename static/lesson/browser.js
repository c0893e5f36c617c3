/** A small browser of the page: address bar, back, reload, and the connection that can be cut. */

import { AddressBar } from "./address-bar.js";
import { isUnder, pathOf } from "./addresses.js";
import { nameLandmarks } from "./landmarks.js";

const CUT = "Couper la connexion";
const RESTORE = "Rétablir la connexion";
const WHOLE_WINDOW = /^\/(?:lecon|exercices|rejoindre|admin)(?:[/?]|$)|^\/chat\/?$/;
const IN_FRAMES = ["/lecon/visites", "/lecon/bac-a-sable"];

export function openBrowser(root) {
  const browser = new Browser(root);
  browser.listen();
  return browser;
}

class Browser {
  constructor(root) {
    this.root = root;
    this.mount = root.dataset.mount;
    this.frame = root.querySelector("iframe");
    this.wanted = pathOf(new URL(this.frame.src), this.mount);
    this.bar = new AddressBar(root.querySelector(".address"), (path) => this.go(path));
    this.notice = root.querySelector(".browser-notice");
    this.visited = [];
  }

  listen() {
    this.frame.addEventListener("load", () => this.loaded());
    this.on("back", () => this.back());
    this.on("reload", () => this.reload());
    this.on("cut", () => this.toggleConnection());
    if (this.document?.readyState === "complete" && this.path !== null) this.loaded();
  }

  on(action, listener) {
    this.button(action)?.addEventListener("click", listener);
  }

  button(action) {
    return this.root.querySelector(`[data-do="${action}"]`);
  }

  get window() {
    return this.frame.contentWindow;
  }

  get document() {
    return this.frame.contentDocument;
  }

  /** Path and query of the page shown; null before the first, and while the real browser shows an error of its own. */
  get path() {
    try {
      return this.window.location.protocol.startsWith("http") ? pathOf(this.window.location, this.mount) : null;
    } catch {
      return null;
    }
  }

  // What the reader does

  /** `path` is null for another server's. */
  go(path) {
    if (path === null) this.say(`Ce petit navigateur ne joint que le serveur de la classe\u00a0: ${location.host}.`);
    else if (wantsWholeWindow(path)) this.openInTab(path);
    else this.visit(path);
  }

  /** Replacing keeps the real browser's own « Page précédente » for the lesson. */
  visit(path) {
    this.wait();
    this.wanted = path;
    this.window.location.replace(this.mount + path);
  }

  openInTab(path) {
    window.open(path, "_blank", "noopener");
    this.say("Cette page ne tient pas dans un cadre\u00a0: elle s’ouvre dans un autre onglet.");
  }

  back() {
    this.visited.pop();
    this.visit(this.visited.pop());
  }

  /** The page that the real browser shows when the server does not answer cannot be reloaded from here. */
  reload() {
    if (this.path === null) return this.visit(this.wanted);
    this.wait();
    this.window.location.reload();
  }

  /** As a form of the page shown would, its token included. */
  post(path) {
    if (this.path === null) return this.reload();
    const form = this.document.createElement("form");
    form.method = "POST";
    form.action = this.mount + path;
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    form.append(Object.assign(this.document.createElement("input"), { type: "hidden", name: "csrfmiddlewaretoken", value: token }));
    this.document.body.append(form);
    this.wait();
    form.submit();
  }

  /** As one would in the browser's own tools. Returns whether there was something to remove. */
  removeAttribute(selector, name) {
    const found = this.document?.querySelector(selector);
    found?.removeAttribute(name);
    return Boolean(found);
  }

  toggleConnection() {
    if (this.path === null) return this.reload();
    const cut = this.root.dataset.connection !== "cut";
    this.document.dispatchEvent(new this.window.CustomEvent(cut ? "socket:cut" : "socket:restore"));
    this.showConnection(cut);
  }

  // What is shown

  loaded() {
    this.root.removeAttribute("aria-busy");
    if (this.path === null) return;
    if (!isUnder(this.mount, this.window.location.pathname)) return this.visit(this.path);
    this.wanted = this.path;
    if (this.visited.at(-1) !== this.path) this.visited.push(this.path);
    this.button("back").disabled = this.visited.length < 2;
    this.button("open").href = this.path;
    this.bar.show(this.path);
    this.say("");
    this.showConnection(false);
    this.showFavicon();
    this.aimLinks();
    this.document.body.classList.add(`client-${this.root.dataset.client.toLowerCase()}`); // its colour
    nameLandmarks(this.document, this.root.dataset.client);
    // A link followed or a form sent within the frame.
    this.window.addEventListener("pagehide", () => this.wait());
  }

  /** A lesson within the lesson's frame would help nobody: such pages open in a tab, outside the frame's own folder. */
  aimLinks() {
    for (const link of this.document.links) {
      const path = pathOf(link, this.mount);
      if (link.origin === location.origin && wantsWholeWindow(path)) Object.assign(link, { target: "_blank", href: path });
    }
  }

  wait() {
    this.root.setAttribute("aria-busy", "true");
  }

  say(text) {
    this.notice.textContent = text;
    this.notice.hidden = !text;
  }

  showConnection(cut) {
    if (!this.button("cut")) return;
    this.root.dataset.connection = cut ? "cut" : "open";
    this.button("cut").textContent = cut ? RESTORE : CUT;
  }

  /** Browsers ask for a page's icon, but not in a frame: this small one does, once. */
  async showFavicon() {
    const icon = this.root.querySelector(".favicon");
    if (!icon?.hidden) return;
    const link = this.document.querySelector('link[rel="icon"]');
    if (!link) return;
    icon.hidden = false;
    const response = await this.window.fetch(new URL(link.href).pathname, { cache: "no-cache" });
    icon.src = await asDataUrl(await response.blob());
  }
}

function wantsWholeWindow(path) {
  return WHOLE_WINDOW.test(path) && !IN_FRAMES.some((start) => path.startsWith(start));
}

function asDataUrl(blob) {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result));
    reader.readAsDataURL(blob);
  });
}
