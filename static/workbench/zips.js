/** A project as a zip, and back: the site packs and unpacks, and keeps nothing of it. */

import { ask } from "./dialogs.js";
import { element } from "../site/element.js";

export async function download(files, verdict) {
  const name = await ask("Nom du projet (celui du dossier dans le zip)", "mon-serveur");
  if (!name) return;
  const response = await post("/mon-serveur/projet.zip", JSON.stringify({ name, files }));
  if (response?.ok) save(await response.blob(), response.headers.get("Content-Disposition"));
  else verdict.say(await refusal(response), "danger");
}

function save(blob, disposition) {
  const url = URL.createObjectURL(blob);
  const link = element("a", { href: url, download: /filename="([^"]+)"/.exec(disposition)?.[1] ?? "mon-serveur.zip" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** The files of a zip, or undefined once it was said why not. */
export async function upload(file, verdict) {
  const response = await post("/mon-serveur/ouvrir", file);
  if (response?.ok) return (await response.json()).files;
  verdict.say(await refusal(response), "danger");
  return undefined;
}

async function post(address, body) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  try {
    return await fetch(address, { method: "POST", headers: { "X-CSRFToken": token }, body });
  } catch {
    return undefined;
  }
}

async function refusal(response) {
  if (!response) return "Le site ne répond pas\u00a0: est-il encore en marche\u00a0?";
  if (response.status === 413) return "Ce projet est trop gros\u00a0: 64 Kio au plus.";
  const said = await response.json().catch(() => ({}));
  return said.error ?? "Le site a refusé.";
}
