/** The small browsers of clients A, B and C, side by side: address bar, back, reload, and the pane below. */

import { HOST } from "./connections.js";
import { button, element } from "../site/element.js";
import { Pane } from "./pane.js";

const LETTERS = ["A", "B", "C"];

export class Browsers {
  /**
   * `onAsk(what)` gets the keys that were pressed in a page: "save" or "check"; `onNote(text, kind)` what it says;
   * `onStuck()` is called when one does not answer any more.
   */
  constructor({ host, pane, connections, onAsk, onNote, onStuck }) {
    Object.assign(this, { host, paneAddress: pane, connections, onAsk, onNote, onStuck });
    this.open = [];
  }

  /** Show the first `count` of A, B and C; who is new opens where A is. */
  setCount(count) {
    while (this.open.length > count) this.removeLast();
    while (this.open.length < count) this.add(LETTERS[this.open.length]);
    this.host.dataset.count = count;
  }

  add(letter) {
    const browser = new Browser(letter, this);
    this.host.append(browser.root);
    this.open.push(browser);
    if (this.isRunning) browser.pane.visit("GET", this.open[0].pane.url ?? "/");
  }

  removeLast() {
    const browser = this.open.pop();
    browser.pane.close();
    browser.root.remove();
  }

  get first() {
    return this.open[0].pane;
  }

  /** The project runs, perhaps anew: everybody asks for the page again. */
  reload() {
    this.isRunning = true;
    this.open.forEach(({ pane }) => pane.reload());
  }

  stop() {
    this.isRunning = false;
    this.open.forEach(({ pane }) => pane.stop());
  }

  /** Another project: no history, no cookie, no storage of the one before. */
  reset() {
    const count = this.open.length;
    this.isRunning = false;
    this.setCount(0);
    this.setCount(count);
  }
}

class Browser {
  constructor(letter, { paneAddress, connections, onAsk, onNote, onStuck }) {
    this.build(letter);
    this.pane = new Pane({
      host: this.page,
      client: letter,
      address: paneAddress,
      connections,
      onAsk,
      onStuck,
      onShown: (url, status) => this.shown(url, status),
      onNote: (text, kind) => onNote(`Client ${letter}\u00a0: ${text}`, kind),
    });
  }

  build(letter) {
    const name = element("span", { class: `who client-${letter.toLowerCase()}` }, letter);
    const back = button("←", { class: "button small icon quiet", "aria-label": "Page précédente" }, () => this.pane.move(-1));
    const again = button("↻", { class: "button small icon quiet", "aria-label": "Recharger la page" }, () => this.pane.reload());
    const label = `Adresse du client ${letter}`;
    this.address = element("input", { type: "text", "aria-label": label, spellcheck: "false", autocomplete: "off" });
    const form = element("form", { class: "address-bar" }, name, back, again, this.address);
    form.addEventListener("submit", (event) => this.go(event));
    this.address.addEventListener("input", () => { this.isTyping = true; });
    this.address.addEventListener("blur", () => { this.isTyping = false; });
    this.page = element("div", { class: "page" });
    this.root = element("section", { class: "browser", "aria-label": `Navigateur du client ${letter}` }, form, this.page);
    this.address.value = `http://${HOST}/`;
  }

  go(event) {
    event.preventDefault();
    this.isTyping = false;
    const typed = this.address.value.trim();
    const address = /^https?:\/\//.test(typed) ? typed : typed.startsWith("/") ? typed : `http://${typed}`;
    this.pane.visit("GET", address);
  }

  /** What is being typed stays: the page may have been reloaded by itself meanwhile. */
  shown(url, status) {
    if (!this.isTyping) this.address.value = `http://${HOST}${readable(url)}`;
    this.root.dataset.status = status;
  }
}

function readable({ pathname, search, hash }) {
  try {
    return decodeURI(pathname) + decodeURI(search) + hash;
  } catch {
    return pathname + search + hash;
  }
}
