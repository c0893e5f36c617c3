/** What is done with a project as a whole: zips, versions, and to start again. */

import { choose, confirm } from "./dialogs.js";
import { download, upload } from "./zips.js";

export class WholeProject {
  constructor(workbench) {
    this.workbench = workbench;
    this.zip = document.getElementById("zip");
    this.zip.addEventListener("change", () => this.openZip());
  }

  get commands() {
    const { project, verdict } = this.workbench;
    return {
      download: () => download(project.texts, verdict),
      open: () => this.zip.click(),
      versions: () => this.chooseVersion(),
      restart: () => this.startAgain(),
    };
  }

  async openZip() {
    const [file] = this.zip.files;
    const files = file && (await upload(file, this.workbench.verdict));
    this.zip.value = "";
    if (files) await this.replaceBy(files, "Avant «\u00a0Ouvrir un projet\u00a0»");
  }

  async chooseVersion() {
    const versions = await this.workbench.keeping.versions();
    const choices = versions.map(({ label, at, files }) => ({ text: "Reprendre", detail: `${moment(at)}, ${label}`, value: files }));
    const files = await choose(choices.length ? "Versions gardées" : "Aucune version n’est gardée pour l’instant.", choices);
    if (files) await this.replaceBy(files, "Avant le retour à une version");
  }

  async startAgain() {
    const question = "Reprendre le point de départ\u00a0? Votre travail reste dans «\u00a0Versions\u00a0».";
    if (!(await confirm(question, "Recommencer"))) return;
    await this.replaceBy(this.workbench.data.project.files, "Avant «\u00a0Recommencer\u00a0»");
  }

  async replaceBy(files, label) {
    const { browsers, editor, keeping, project } = this.workbench;
    await keeping.keepVersion(label);
    editor.reset();
    browsers.reset();
    project.replace(files);
    await this.workbench.save();
  }
}

function moment(at) {
  return new Date(at).toLocaleString("fr-FR", { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}
