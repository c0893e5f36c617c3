/** The list of files above the editor: choose one, make, rename or delete one. */

import { button, element } from "../site/element.js";

const ITEM = { class: "button small quiet" };

export class FileList {
  /** `onOpen(name)` shows a file. `ask(question, start)` gives a promise of a text, or undefined. */
  constructor({ host, project, onOpen, onSay, ask }) {
    Object.assign(this, { host, project, onOpen, onSay, ask });
    this.list = element("ul", { class: "file-names" });
    this.renaming = button("Renommer", ITEM, () => this.rename());
    this.removing = button("Supprimer", ITEM, () => this.remove());
    this.undoing = button("Annuler la suppression", ITEM, () => this.undo());
    this.tools = this.buildMenu();
    host.append(this.list, this.tools);
    project.addEventListener("changed", () => this.open(this.current));
  }

  buildMenu() {
    const items = [button("Nouveau fichier", ITEM, () => this.create()), this.renaming, this.removing, this.undoing];
    const summary = element("summary", { class: "button small quiet" }, "Fichier");
    const menu = element("details", { class: "menu file-menu" }, summary, element("div", { class: "menu-items" }, ...items));
    menu.addEventListener("click", ({ target }) => target !== summary && menu.removeAttribute("open"));
    return menu;
  }

  /** The file of this name; another one where there is none. */
  open(name) {
    const { names, given } = this.project;
    const main = names.includes("views.py") ? "views.py" : (names[0] ?? Object.keys(given)[0]);
    this.current = this.project.text(name) === undefined ? main : name;
    this.draw();
    this.onOpen(this.current);
  }

  draw() {
    const { project } = this;
    this.list.replaceChildren(...project.names.map((name) => this.item(name)), ...Object.keys(project.given).map((name) => this.item(name)));
    this.renaming.disabled = this.removing.disabled = project.isGiven(this.current);
    this.undoing.hidden = !project.removed.length;
    this.reveal(this.list.querySelector("[aria-current]"));
  }

  /** Only the list is scrolled: on a phone the page would leave its statement. */
  reveal(name) {
    if (!name) return;
    const [list, chosen] = [this.list, name].map((node) => node.getBoundingClientRect());
    this.list.scrollLeft += Math.min(0, chosen.left - list.left) + Math.max(0, chosen.right - list.right);
  }

  item(name) {
    const attributes = { "aria-current": name === this.current ? "true" : undefined, "data-given": this.project.isGiven(name), title: name };
    const hint = this.project.isGiven(name) ? element("span", { class: "visually-hidden" }, " (lecture seule)") : null;
    const choose = button("", attributes, () => this.open(name));
    choose.append(name, hint ?? "");
    return element("li", {}, choose);
  }

  async create() {
    const name = await this.askName("Nom du nouveau fichier, avec son dossier (par exemple templates/page2.html)", "templates/");
    if (!name) return;
    this.project.create(name);
    this.open(name);
  }

  async rename() {
    const from = this.current;
    const name = await this.askName("Nouveau nom", from);
    if (!name) return;
    this.current = name;
    this.project.rename(from, name);
    this.open(name);
  }

  async askName(question, start) {
    const name = (await this.ask(question, start))?.trim();
    const refusal = name && name !== start ? this.project.refuses(name) : "";
    if (refusal) this.onSay(refusal);
    return refusal || name === start ? undefined : name;
  }

  remove() {
    const name = this.current;
    this.project.remove(name);
    this.onSay(`${name} est supprimé\u00a0: «\u00a0Annuler\u00a0» le ramène.`);
  }

  undo() {
    this.open(this.project.undoRemove());
  }
}
