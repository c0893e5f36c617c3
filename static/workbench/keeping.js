/**
 * Keeps the project as it is typed, and sees to it that two tabs never write over each other: the one opened last has
 * the project (and the engine, of which a small PC can hold one), the older one is told.
 */

import { Keeper } from "./store.js";

const CHANNEL = "atelier-onglets";

export class Keeping {
  constructor({ id, project, onTaken, onTrouble }) {
    Object.assign(this, { project, onTaken, onTrouble });
    this.keeper = new Keeper(id);
    this.extra = {};
    project.addEventListener("edited", () => this.save());
    project.addEventListener("changed", () => this.save());
    this.channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(CHANNEL) : undefined;
    this.channel?.addEventListener("message", () => this.taken());
    this.claim();
  }

  claim() {
    this.isOurs = true;
    this.channel?.postMessage("opened");
  }

  taken() {
    if (!this.isOurs) return;
    this.isOurs = false;
    this.onTaken();
  }

  /** Fill the project with what was kept under `id`. `starter` is where it began; returns what else was kept. */
  async open(id, starter) {
    this.opening = true;
    this.keeper = new Keeper(id);
    const kept = await this.keeper.read();
    const files = kept?.files ?? starter;
    const old = kept?.starter ?? starter;
    this.extra = { ...kept, starter, files: undefined };
    if (!this.keeper.works) this.onTrouble("Ce navigateur ne garde rien\u00a0: téléchargez votre projet avant de fermer.");
    if (kept && !same(old, starter)) await this.mergeStarter(files, old, starter);
    else this.project.replace(files);
    this.opening = false;
    return kept;
  }

  /** The starter has changed since: who had not changed it gets the new one, others keep theirs and find it in the list. */
  async mergeStarter(files, old, starter) {
    if (same(files, old)) return this.project.replace(starter);
    await this.keeper.keepVersion("Nouveau point de départ", starter);
    this.onTrouble("Le point de départ a changé depuis\u00a0: votre travail reste, le nouveau est dans « Versions ».");
    return this.project.replace(files);
  }

  async save(fields = {}) {
    if (this.opening || !this.isOurs) return;
    Object.assign(this.extra, fields);
    const written = await this.keeper.save({ ...this.extra, files: this.project.texts });
    if (written === false) this.taken();
  }

  keepVersion(label) {
    return this.keeper.keepVersion(label, this.project.texts);
  }

  versions() {
    return this.keeper.versions();
  }
}

function same(one, other) {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
