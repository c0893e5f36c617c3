/**
 * Keeps projects in the browser: IndexedDB, or nothing where the browser has none (private windows): the text in memory
 * is never given up for that.
 *
 * Each pupil has projects of its own here: the next one at this PC never sees them.
 */

import { claim } from "./site-copy.js";

const DATABASE = "atelier";
const PROJECTS = "projects";
const VERSIONS = "versions";
const MOST_VERSIONS = 30; // of one project

let database;

function opened() {
  database ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(PROJECTS, { keyPath: "id" });
      request.result.createObjectStore(VERSIONS, { autoIncrement: true }).createIndex("project", "project");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return database;
}

function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** One project's place. Another tab that wrote since makes `save` answer false: its text stays. */
export class Keeper {
  constructor(id) {
    this.id = place(id);
    this.stamp = undefined; // of what this tab read or wrote last
    this.works = true;
    this.queue = Promise.resolve();
  }

  /** { files, starter, … } as last saved, or undefined. */
  async read() {
    return this.attempt(async () => {
      const store = (await opened()).transaction(PROJECTS).objectStore(PROJECTS);
      const kept = await result(store.get(this.id));
      this.stamp = kept?.stamp;
      return kept;
    });
  }

  /** Write, one after the other; false when somebody else wrote in between. */
  save(fields) {
    this.queue = this.queue.then(() => this.attempt(() => this.compareAndWrite(fields)));
    return this.queue;
  }

  async compareAndWrite(fields) {
    const transaction = (await opened()).transaction(PROJECTS, "readwrite", { durability: "strict" });
    const store = transaction.objectStore(PROJECTS);
    const kept = await result(store.get(this.id));
    if (kept && kept.stamp !== this.stamp) return false;
    const stamp = newStamp();
    await result(store.put({ ...kept, ...fields, id: this.id, stamp, savedAt: Date.now() }));
    this.stamp = stamp;
    return true;
  }

  /** Set one state aside under a name that says why. */
  async keepVersion(label, files) {
    return this.attempt(async () => {
      const store = (await opened()).transaction(VERSIONS, "readwrite").objectStore(VERSIONS);
      await result(store.add({ project: this.id, label, files, at: Date.now() }));
      const keys = await result(store.index("project").getAllKeys(this.id));
      keys.slice(0, -MOST_VERSIONS).forEach((key) => store.delete(key));
    });
  }

  /** The states set aside, newest first. */
  async versions() {
    const found = await this.attempt(async () => {
      const store = (await opened()).transaction(VERSIONS).objectStore(VERSIONS);
      return result(store.index("project").getAll(this.id));
    });
    return (found ?? []).reverse();
  }

  async attempt(work) {
    try {
      return await work();
    } catch (error) {
      console.warn("store", error);
      this.works = false;
      return undefined;
    }
  }
}

/** Where a project of this pupil is kept; work done before a pseudonym was chosen comes along (see `adopt`). */
function place(id, owner = claim) {
  return owner ? `${owner}/${id}` : id;
}

/** The project `id` that was written here before there was a pseudonym: it becomes this pupil's. */
export async function adopt(id) {
  if (!claim) return undefined;
  try {
    const store = (await opened()).transaction(PROJECTS, "readwrite").objectStore(PROJECTS);
    const kept = await result(store.get(place(id, "")));
    if (kept) store.delete(place(id, ""));
    return kept;
  } catch {
    return undefined;
  }
}

/** Forget this pupil's projects in this browser. */
export async function forgetOwn() {
  const transaction = (await opened()).transaction([PROJECTS, VERSIONS], "readwrite");
  const [projects, versions] = [PROJECTS, VERSIONS].map((name) => transaction.objectStore(name));
  const own = IDBKeyRange.bound(place(""), `${place("")}\uffff`);
  projects.delete(own);
  const keys = await result(versions.index("project").getAllKeys(own));
  for (const key of keys) versions.delete(key);
}

function newStamp() {
  return Array.from(crypto.getRandomValues(new Uint32Array(3)), (number) => number.toString(36)).join("");
}
