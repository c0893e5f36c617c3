/**
 * The pupil's files, in memory. No DOM, no storage: whoever wants to know listens.
 *
 * Events (`project.addEventListener`): "edited" (a text has changed under the keyboard), "changed" (the list of files, or
 * a text by another way than the keyboard). Names are paths with "/", as in the zip.
 */

const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*(\/[\p{L}\p{N}_][\p{L}\p{N}_.-]*)*$/u;
const TYPES = ["py", "html", "css", "js", "txt", "md", "json", "svg"];
const MOST_FILES = 20;
const LONGEST_NAME = 100;
const LONGEST_FILE = 64 * 1024;

export class Project extends EventTarget {
  constructor(files, given = {}) {
    super();
    this.given = given; // settings.py and the like: shown, never changed
    this.files = new Map(Object.entries(files));
    this.removed = [];
  }

  get names() {
    return [...this.files.keys()].sort(byFolder);
  }

  get texts() {
    return Object.fromEntries(this.files);
  }

  isGiven(name) {
    return Object.hasOwn(this.given, name);
  }

  text(name) {
    return this.files.get(name) ?? this.given[name];
  }

  edit(name, text) {
    if (this.isGiven(name) || this.files.get(name) === text) return;
    this.files.set(name, text);
    this.dispatchEvent(new Event("edited"));
  }

  /** All at once: another project was opened, a version came back. */
  replace(files) {
    this.files = new Map(Object.entries(files));
    this.removed = [];
    this.tell();
  }

  /** A French sentence on why there cannot be a file of this name, or "". */
  refuses(name) {
    if (!NAME.test(name) || name.length > LONGEST_NAME) {
      return "Un nom de fichier n’a que des lettres, des chiffres, «\u00a0_\u00a0», «\u00a0-\u00a0» et «\u00a0.\u00a0», et «\u00a0/\u00a0» après un dossier.";
    }
    if (!TYPES.includes(name.split(".").pop())) return `Le nom doit finir par .${TYPES.join(", .")}.`;
    if (this.files.has(name) || this.isGiven(name)) return "Un fichier a déjà ce nom.";
    return this.files.size >= MOST_FILES ? `Un projet a au plus ${MOST_FILES} fichiers.` : "";
  }

  create(name, text = "") {
    this.files.set(name, text.slice(0, LONGEST_FILE));
    this.tell();
  }

  rename(from, to) {
    this.files.set(to, this.files.get(from));
    this.files.delete(from);
    this.tell();
  }

  remove(name) {
    this.removed.push([name, this.files.get(name)]);
    this.files.delete(name);
    this.tell();
  }

  /** Bring back the file that was deleted last, and return its name. */
  undoRemove() {
    const [name, text] = this.removed.pop();
    this.files.set(name, text);
    this.tell();
    return name;
  }

  tell() {
    this.dispatchEvent(new Event("changed"));
  }
}

/** What lies at the top before what lies in folders. */
function byFolder(one, other) {
  return one.split("/").length - other.split("/").length || one.localeCompare(other, "fr");
}
