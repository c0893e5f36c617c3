/** The address bar of a small browser. Where there is no room for all, it shows what matters most: the end. */

import { shown, typedPath } from "./addresses.js";

export class AddressBar {
  constructor(form, onGo) {
    this.field = form.querySelector("input");
    this.path = "/";
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.field.blur(); // as browsers do: what is shown next is shortened to fit
      onGo(typedPath(this.field.value));
    });
    this.field.addEventListener("focus", () => this.showWhole());
    this.field.addEventListener("blur", () => this.field.value === this.whole && this.show(this.path));
  }

  get whole() {
    return location.origin + shown(this.path);
  }

  /** The same, shorter and shorter. */
  get forms() {
    return [this.whole, location.host + shown(this.path), shown(this.path)];
  }

  show(path) {
    this.path = path;
    this.field.title = this.whole;
    for (const form of this.forms) {
      this.field.value = form;
      if (this.field.scrollWidth <= this.field.clientWidth || document.activeElement === this.field) return;
    }
  }

  /** Selected, as browsers do: what is typed replaces it. */
  showWhole() {
    if (!this.forms.includes(this.field.value)) return;
    this.field.value = this.whole;
    this.field.select();
  }
}
