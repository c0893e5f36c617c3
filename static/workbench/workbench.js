/**
 * The workbench: puts the parts together. A pupil's text goes editor → project → engine; what comes back goes to the
 * browsers, the console, the diagram and the verdict.
 */

import { Browsers } from "./browsers.js";
import { Connections } from "./connections.js";
import { Console } from "./console.js";
import { ask } from "./dialogs.js";
import { Editor } from "./editor.js";
import { Engine, EngineGone } from "./engine.js";
import { Exchange } from "./exchange.js";
import { FileList } from "./files.js";
import { Halt } from "./halt.js";
import { Keeping } from "./keeping.js";
import { forgetAll } from "./left-running.js";
import { ROBOT } from "./play.js";
import { Project } from "./project.js";
import { Sharing } from "./sharing.js";
import { Status } from "./status.js";
import { Traffic } from "./traffic.js";
import { Verdict } from "./verdict.js";
import { WholeProject } from "./whole-project.js";

const PAUSE = 900; // milliseconds without a key before the project is loaded anew
const byId = (id) => document.getElementById(id);

export class Workbench {
  constructor(data) {
    this.data = data;
    this.project = new Project({}, data.given);
    this.loads = 0;
    this.buildParts();
    this.buildCommands();
    this.opened = this.open(data);
    if (data.engine) this.engine.start();
  }

  buildParts() {
    const { engine } = this.data;
    this.status = new Status(byId("engine-status"));
    this.halt = new Halt(byId("halted"));
    this.verdict = new Verdict(byId("verdict"), { onGoTo: (file, line) => this.goTo(file, line) });
    document.addEventListener("workbench:go", ({ detail }) => this.goTo(detail.file, detail.line));
    this.console = new Console(byId("console"), { onReplay: (request) => this.replay(request) });
    this.exchange = new Exchange(byId("diagram"));
    this.traffic = new Traffic({
      onEvent: (event) => this.exchange.add(event),
      onRequestLine: (request) => this.console.request(request),
    });
    this.editor = new Editor({ host: byId("editor"), label: "Code", onEdit: (text) => this.edited(text) });
    this.files = new FileList({
      host: byId("files"),
      project: this.project,
      ask,
      onOpen: (name) => this.showFile(name),
      onSay: (text) => this.verdict.say(text),
    });
    this.keeping = new Keeping({
      project: this.project,
      onTaken: () => this.fallAsleep(),
      onTrouble: (text) => this.console.note(text),
    });
    this.connections = new Connections({
      send: (envelope) => this.engine.send(envelope),
      onEnvelope: (envelope, client) => client === ROBOT || this.traffic.note(envelope, client),
    });
    this.browsers = new Browsers({
      host: byId("browsers"),
      pane: engine?.pane,
      connections: this.connections,
      onAsk: (what) => (what === "save" ? this.save() : this.check?.()),
      onNote: (text, kind) => (kind === "error" ? this.console.error(text) : this.console.note(text)),
      onStuck: () => this.engine.end("Votre script n’a pas rendu la main."), // some browsers hold it in the same process
    });
    this.engine = new Engine({
      host: document.body,
      ...engine,
      onState: (state, details) => this.engineChanged(state, details),
      onMessage: (message) => this.hear(message),
    });
    this.sharing = new Sharing({
      host: byId("share"),
      chez: this.data.chez,
      connections: this.connections,
      isServing: () => this.engine.isAlive && this.isServing,
      onNote: (text) => this.console.note(text),
    });
    this.whole = new WholeProject(this);
    this.setClients(1);
    this.project.addEventListener("changed", () => this.loadSoon());
  }

  buildCommands() {
    const commands = {
      ...this.whole.commands,
      save: () => this.save(),
      check: () => this.check(),
      wake: () => this.wake(),
      relaunch: () => this.save(),
    };
    for (const [name, run] of Object.entries(commands)) {
      document.querySelectorAll(`[data-do="${name}"]`).forEach((node) => node.addEventListener("click", run));
    }
    byId("clients").addEventListener("change", ({ target }) => this.setClients(Number(target.value)));
    byId("simple").addEventListener("change", ({ target }) => this.editor.setSimple(target.checked));
    byId("simple").checked = this.editor.isSimple;
    addEventListener("keydown", (event) => this.pressed(event), true);
    for (const menu of document.querySelectorAll(".bar .menu")) {
      menu.addEventListener("click", ({ target }) => target.dataset.do && menu.removeAttribute("open"));
    }
    for (const tab of document.querySelectorAll("[data-shows]")) tab.addEventListener("click", () => showTab(tab));
  }

  pressed(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    const action = { s: () => this.save(), enter: () => (this.check ? this.check() : this.save()) }[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }

  setClients(count) {
    this.exchange.setClients(count);
    this.browsers.setCount(count);
  }

  // A project

  /** Fill everything with `data.project`: as it was kept, or its starter. */
  async open({ project, copy }) {
    this.editor.reset();
    await this.keeping.open({ ...project, copy });
    byId("workbench").dataset.open = project.id;
  }

  /** Another page's data: another project, on the same engine. */
  async become(data) {
    this.keeping.leaveCopy();
    this.data = data;
    this.trouble();
    this.opened = this.open(data);
    await this.opened;
    await this.load();
  }

  showFile(name) {
    this.editor.show(name, this.project.text(name), { readOnly: this.project.isGiven(name) || !this.keeping.isOurs });
    byId("read-only").hidden = !this.project.isGiven(name);
    this.markTrouble();
  }

  edited(text) {
    this.project.edit(this.files.current, text);
    this.loadSoon();
  }

  // The engine

  engineChanged(state, details) {
    this.status.engine(state, details);
    if (state === "ready" && details.number !== this.engineNumber) {
      this.engineNumber = details.number;
      this.loadFirst();
    } else if (state === "ready" && this.isServing !== undefined) this.status.running(this.isServing);
    if (["gone", "failed", "asleep"].includes(state)) {
      this.isServing = undefined;
      this.browsers.stop();
      this.connections.dropAll();
    }
    if (state === "gone") this.isGone(details.reason);
  }

  /** What ended one engine would end the next: it waits for the pupil. */
  isGone(reason) {
    this.console.error(reason);
    this.halt.begin(reason);
  }

  async loadFirst() {
    await this.opened;
    await this.load();
  }

  /** What the pupil asks for: also after something was halted. */
  save() {
    forgetAll();
    this.halt.end();
    return this.load();
  }

  loadSoon() {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.load(), PAUSE);
  }

  /** Make the live server become what the files say now. Of several that overlap the last one counts. */
  async load() {
    clearTimeout(this.pause);
    if (!this.engine.isAlive) return;
    if (this.halt.isOn) return this.status.halted();
    this.loads += 1;
    const load = this.loads;
    try {
      const { verdict } = await this.engine.call("load", { files: this.project.texts });
      if (load === this.loads) this.loaded(verdict);
    } catch (error) {
      if (!(error instanceof EngineGone)) throw error;
    }
  }

  loaded(verdict) {
    const runs = verdict.state === "passed";
    this.isServing = runs;
    this.status.running(runs);
    this.trouble(runs ? undefined : verdict, "Votre serveur ne démarre pas.");
    if (runs) this.browsers.reload();
    else this.browsers.stop();
  }

  hear(message) {
    const heard = {
      event: () => this.connections.take(message),
      end: () => this.connections.take(message),
      printed: () => this.console.print(message.text),
      trouble: () => this.trouble(message.verdict, "Une erreur s’est produite dans votre serveur."),
    };
    heard[message.type]();
  }

  /** Say what is wrong and mark its line, or take both away. */
  trouble(verdict, title) {
    this.wrong = verdict;
    if (verdict) this.verdict.show(verdict, title);
    else this.verdict.say("");
    if (verdict?.did) this.console.error([verdict.did, verdict.line && `(${verdict.file}, ligne ${verdict.line})`].filter(Boolean).join(" "));
    this.markTrouble();
  }

  markTrouble() {
    this.editor.clearMarks();
    if (this.wrong?.line && this.wrong.file === this.files.current) {
      this.editor.mark({ line: this.wrong.line, text: this.wrong.did ?? "" });
    }
  }

  goTo(file, line) {
    if (this.project.text(file) === undefined) return;
    this.files.open(file);
    this.editor.goTo(line);
  }

  replay({ method, target, body, headers = [] }) {
    const type = headers.find(([name]) => name === "Content-Type")?.[1];
    const asked = method === "GET" ? {} : { headers: type ? { "content-type": type } : {}, body };
    this.browsers.first.visit(method, target, asked);
  }

  // Two tabs

  fallAsleep() {
    this.engine.sleep();
    byId("asleep").hidden = false;
    this.showFile(this.files.current);
  }

  async wake() {
    this.keeping.claim();
    byId("asleep").hidden = true;
    this.opened = this.open(this.data);
    await this.opened;
    this.engine.start();
  }
}

function showTab(chosen) {
  for (const tab of chosen.parentElement.querySelectorAll("[data-shows]")) {
    tab.setAttribute("aria-pressed", tab === chosen);
    byId(tab.dataset.shows).hidden = tab !== chosen;
  }
}
