/** The address bar of a small browser. Where there is no room for all, it shows what follows the server's name. */

import { shown, typedPath } from "./addresses.js";

export class AddressBar {
  constructor(form, onGo) {
    this.field = form.querySelector("input");
    this.path = "/";
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      onGo(typedPath(this.field.value));
    });
    this.field.addEventListener("focus", () => this.showWhole());
    this.field.addEventListener("blur", () => this.field.value === this.whole && this.show(this.path));
  }

  get whole() {
    return location.origin + shown(this.path);
  }

  /** Selected, as browsers do: what is typed replaces it. */
  showWhole() {
    if (this.field.value !== shown(this.path)) return;
    this.field.value = this.whole;
    this.field.select();
  }

  show(path) {
    this.path = path;
    this.field.value = this.field.title = this.whole;
    const isCut = this.field.scrollWidth > this.field.clientWidth;
    if (isCut && document.activeElement !== this.field) this.field.value = shown(path);
  }
}
