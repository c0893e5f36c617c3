/**
 * Keeps the project as it is typed, and sees to it that two tabs never write over each other: the one opened last has
 * the project (and the engine, of which a small PC can hold one), the older one is told.
 */

import { SiteCopy, claim } from "./site-copy.js";
import { Keeper, adopt, forgetOwn } from "./store.js";

const CHANNEL = "atelier-onglets";

export class Keeping {
  constructor({ project, onTaken, onTrouble }) {
    Object.assign(this, { project, onTaken, onTrouble });
    this.opening = true; // until a project is
    this.extra = {};
    project.addEventListener("edited", () => this.save());
    project.addEventListener("changed", () => this.save());
    this.channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(CHANNEL) : undefined;
    this.channel?.addEventListener("message", () => this.taken());
    this.claim();
    document.addEventListener("visibilitychange", () => document.hidden && this.leaveCopy());
    addEventListener("pagehide", () => this.leaveCopy());
    document.addEventListener("pupil:leave", ({ detail }) => detail.until(this.leave()));
  }

  /** The project as it is left goes to the site. */
  leaveCopy() {
    return this.isOurs && !this.opening ? this.copy.keep(this.project.texts) : undefined;
  }

  /** « Ce n’est pas moi »: the local copy goes once the site has its own. */
  async leave() {
    await this.leaveCopy();
    this.isOurs = false;
    if (claim) await forgetOwn();
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

  /** Fill the project with what was kept under `id`, here or at the site's address `copy`; `files` is where it began. */
  async open({ id, files: starter, copy }) {
    this.opening = true;
    this.keeper = new Keeper(id);
    this.copy = new SiteCopy(copy);
    const kept = (await this.keeper.read()) ?? (await this.fromElsewhere(id));
    const files = kept?.files ?? starter;
    const old = kept?.starter ?? starter;
    this.extra = { ...kept, starter, files: undefined };
    if (!this.keeper.works) this.onTrouble("Ce navigateur ne garde rien\u00a0: téléchargez votre projet avant de fermer.");
    if (kept && !same(old, starter)) await this.mergeStarter(files, old, starter);
    else this.project.replace(files);
    this.opening = false;
  }

  /** What the site has of this project, else what was written here before there was a pseudonym. */
  async fromElsewhere(id) {
    const files = await this.copy.latest();
    return files ? { files } : adopt(id);
  }

  /** The starter has changed since: who had not changed it gets the new one, others keep theirs and find it in the list. */
  async mergeStarter(files, old, starter) {
    if (same(files, old)) return this.project.replace(starter);
    await this.keeper.keepVersion("Nouveau point de départ", starter);
    this.onTrouble("Le point de départ a changé depuis\u00a0: votre travail reste, le nouveau est dans «\u00a0Versions\u00a0».");
    return this.project.replace(files);
  }

  async save(fields = {}) {
    if (this.opening || !this.isOurs) return;
    Object.assign(this.extra, fields);
    const written = await this.keeper.save({ ...this.extra, files: this.project.texts });
    if (written === false) this.taken();
  }

  keepVersion(label) {
    this.copy.keep(this.project.texts, label);
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
