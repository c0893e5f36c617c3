/**
 * The editor: Ace, or a plain textarea (« Éditeur simple ») with the same keys. Nothing else knows Ace.
 *
 *   const editor = new Editor({ host, onEdit(text) });
 *   editor.show(name, text, { readOnly });
 *   editor.mark({ line, text });   editor.goTo(line);   editor.clearMarks();
 */

import { FRENCH } from "./ace-french.js";

const MODES = { py: "python", html: "html", css: "css", js: "javascript", json: "json", md: "markdown", svg: "svg" };
/** Its colours are in workbench.css, where they follow the site's theme. */
const THEME = { cssClass: "ace-atelier", cssText: "", isDark: false };

export class Editor {
  constructor({ host, label, onEdit }) {
    Object.assign(this, { host, label, onEdit });
    this.sessions = new Map(); // name → Ace's session, with its own undo
    this.isSimple = !window.ace;
    this.build();
  }

  build() {
    this.host.replaceChildren();
    if (this.isSimple) this.buildSimple();
    else this.buildAce();
  }

  buildAce() {
    const { ace } = window;
    ace.config.set("useStrictCSP", true);
    ace.config.set("basePath", this.host.dataset.ace);
    ace.config.setMessages(FRENCH);
    const node = document.createElement("div");
    node.className = "ace-host";
    this.host.append(node);
    this.ace = ace.edit(node, {
      theme: THEME,
      fontSize: "0.875rem",
      useWorker: false,
      showPrintMargin: false,
      enableKeyboardAccessibility: true,
      enableBasicAutocompletion: true,
      scrollPastEnd: 0.3,
      tabSize: 4,
      useSoftTabs: true,
    });
    this.ace.renderer.setTheme(THEME);
  }

  buildSimple() {
    this.ace?.destroy();
    this.ace = undefined;
    this.area = document.createElement("textarea");
    this.area.spellcheck = false;
    this.area.setAttribute("aria-label", this.label);
    this.area.addEventListener("input", () => this.onEdit(this.area.value));
    this.host.append(this.area);
  }

  /** Change between Ace and the textarea; the text stays. */
  setSimple(simple) {
    if (!window.ace || simple === this.isSimple) return;
    this.isSimple = simple;
    this.sessions.clear();
    this.build();
    this.show(this.name, this.text, { readOnly: this.readOnly });
  }

  show(name, text, { readOnly }) {
    Object.assign(this, { name, text, readOnly });
    if (this.isSimple) Object.assign(this.area, { value: text, readOnly });
    else this.showInAce(name, text, readOnly);
  }

  showInAce(name, text, readOnly) {
    this.changing = true;
    const session = this.sessions.get(name) ?? this.newSession(name, text);
    if (session.getValue() !== text) session.setValue(text);
    this.ace.setSession(session);
    this.ace.setReadOnly(readOnly);
    this.changing = false;
  }

  newSession(name, text) {
    const session = window.ace.createEditSession(text, "ace/mode/text");
    session.setOptions({ useWorker: false, tabSize: name.endsWith(".py") ? 4 : 2 });
    session.setMode(`ace/mode/${MODES[name.split(".").pop()] ?? "text"}`); // a mode starts its worker at once
    session.on("change", () => {
      if (this.changing) return;
      this.text = session.getValue();
      this.onEdit(this.text);
    });
    this.sessions.set(name, session);
    return session;
  }

  /** Forget the sessions, and with them what can be undone: another project was opened. */
  reset() {
    this.sessions.clear();
  }

  mark({ line, text }) {
    this.clearMarks();
    if (this.isSimple || !line) return;
    const session = this.ace.getSession();
    const { Range } = window.ace;
    const range = new Range(line - 1, 0, line - 1, Infinity);
    this.marked = { session, id: session.addMarker(range, "ace-wrong-line", "fullLine") };
    session.setAnnotations([{ row: line - 1, column: 0, type: "error", text }]);
  }

  clearMarks() {
    if (!this.marked) return;
    this.marked.session.removeMarker(this.marked.id);
    this.marked.session.clearAnnotations();
    this.marked = undefined;
  }

  goTo(line) {
    if (this.isSimple) return this.selectLine(line);
    this.ace.gotoLine(line, 0, false);
    return this.ace.focus();
  }

  selectLine(line) {
    const before = this.area.value.split("\n").slice(0, line - 1).join("\n").length;
    const start = line > 1 ? before + 1 : 0;
    const end = this.area.value.indexOf("\n", start);
    this.area.focus();
    this.area.setSelectionRange(start, end < 0 ? this.area.value.length : end);
  }

  resize() {
    this.ace?.resize();
  }
}
