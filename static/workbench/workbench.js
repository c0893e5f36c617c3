/**
 * The workbench: puts the parts together. A pupil's text goes editor → project → engine; what comes back goes to the
 * browsers, the console, the diagram and the verdict.
 */

import { Browsers } from "./browsers.js";
import { Connections } from "./connections.js";
import { Console } from "./console.js";
import { ask, choose, confirm } from "./dialogs.js";
import { Editor } from "./editor.js";
import { Engine, EngineGone } from "./engine.js";
import { Exchange } from "./exchange.js";
import { FileList } from "./files.js";
import { Keeping } from "./keeping.js";
import { forget, wasLeftRunning } from "./pane.js";
import { ROBOT } from "./play.js";
import { Project } from "./project.js";
import { Sharing } from "./sharing.js";
import { Status } from "./status.js";
import { Traffic } from "./traffic.js";
import { Verdict } from "./verdict.js";
import { download, upload } from "./zips.js";

const PAUSE = 900; // milliseconds without a key before the project is loaded anew
const byId = (id) => document.getElementById(id);

export class Workbench {
  constructor(data) {
    this.data = data;
    this.project = new Project({}, data.given);
    this.loads = 0;
    this.buildParts();
    this.buildCommands();
    this.opened = this.open(data.project);
    if (data.engine) this.engine.start();
  }

  buildParts() {
    const { engine } = this.data;
    this.status = new Status(byId("engine-status"));
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
      id: this.data.project.id,
      copy: this.data.copy,
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
      onAsk: (what) => (what === "save" ? this.load() : this.check?.()),
      onNote: (text, kind) => (kind === "error" ? this.console.error(text) : this.console.note(text)),
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
    this.setClients(1);
    this.project.addEventListener("changed", () => this.loadSoon());
  }

  buildCommands() {
    const commands = {
      save: () => this.load(),
      download: () => download(this.project.texts, this.verdict),
      open: () => byId("zip").click(),
      versions: () => this.chooseVersion(),
      restart: () => this.startAgain(),
      wake: () => this.wake(),
      relaunch: () => this.relaunch(),
      clear: () => this.console.clear(),
    };
    for (const [name, run] of Object.entries(commands)) {
      document.querySelectorAll(`[data-do="${name}"]`).forEach((node) => node.addEventListener("click", run));
    }
    byId("clients").addEventListener("change", ({ target }) => this.setClients(Number(target.value)));
    byId("simple").addEventListener("change", ({ target }) => this.editor.setSimple(target.checked));
    byId("simple").checked = this.editor.isSimple;
    byId("zip").addEventListener("change", ({ target }) => this.openZip(target));
    addEventListener("keydown", (event) => this.pressed(event), true);
    for (const menu of document.querySelectorAll(".bar .menu")) {
      menu.addEventListener("click", ({ target }) => target.dataset.do && menu.removeAttribute("open"));
    }
    for (const tab of document.querySelectorAll("[data-shows]")) tab.addEventListener("click", () => showTab(tab));
  }

  pressed(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    const action = { s: () => this.load(), Enter: () => (this.check ? this.check() : this.load()) }[event.key];
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

  /** Fill everything with a project, { id, files }: as it was kept, or its starter. */
  async open({ id, files }) {
    this.editor.reset();
    this.kept = await this.keeping.open(id, files);
    byId("workbench").dataset.open = id;
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
    }
    if (["gone", "failed", "asleep"].includes(state)) {
      this.browsers.stop();
      this.connections.dropAll();
    }
    if (state === "gone") this.console.error(details.reason);
  }

  async loadFirst() {
    await this.opened;
    if (wasLeftRunning()) byId("left-running").hidden = false;
    else await this.load();
  }

  relaunch() {
    forget();
    byId("left-running").hidden = true;
    this.load();
  }

  loadSoon() {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.load(), PAUSE);
  }

  /** Make the live server become what the files say now. Of several that overlap the last one counts. */
  async load() {
    clearTimeout(this.pause);
    if (!this.engine.isAlive || !byId("left-running").hidden) return;
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
    this.opened = this.open(this.data.project);
    await this.opened;
    this.engine.start();
  }

  // The whole project

  async startAgain() {
    const question = "Reprendre le point de départ\u00a0? Votre travail reste dans «\u00a0Versions\u00a0».";
    if (!(await confirm(question, "Recommencer"))) return;
    await this.replaceBy(this.data.project.files, "Avant «\u00a0Recommencer\u00a0»");
  }

  async openZip(input) {
    const [file] = input.files;
    input.value = "";
    const files = file && (await upload(file, this.verdict));
    if (files) await this.replaceBy(files, "Avant «\u00a0Ouvrir un projet\u00a0»");
  }

  async chooseVersion() {
    const versions = await this.keeping.versions();
    const choices = versions.map(({ label, at, files }) => ({ text: "Reprendre", detail: `${moment(at)}, ${label}`, value: files }));
    const files = await choose(choices.length ? "Versions gardées" : "Aucune version n’est gardée pour l’instant.", choices);
    if (files) await this.replaceBy(files, "Avant le retour à une version");
  }

  async replaceBy(files, label) {
    await this.keeping.keepVersion(label);
    this.editor.reset();
    this.browsers.reset();
    this.project.replace(files);
    await this.load();
  }
}

function showTab(chosen) {
  for (const tab of chosen.parentElement.querySelectorAll("[data-shows]")) {
    tab.setAttribute("aria-pressed", tab === chosen);
    byId(tab.dataset.shows).hidden = tab !== chosen;
  }
}

function moment(at) {
  return new Date(at).toLocaleString("fr-FR", { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}
