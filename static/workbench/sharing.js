/** The panel « Ouvrir aux autres »: off until asked for; the address to dictate, its QR code, who visits. */

import { plural } from "../site/french.js";
import { keptInTab } from "../site/store.js";
import { Tunnel } from "./tunnel.js";

const PATIENCE = 5000; // milliseconds for the other origin to answer
const MOST_NAMES = 12; // of visitors, shown at once
const WORDS = {
  connecting: "Connexion…",
  waiting: "La classe ne répond plus\u00a0: votre serveur revient de lui-même.",
  newer: "Votre serveur est maintenant ouvert dans un autre onglet.",
  broken: "Votre serveur a envoyé ce qu’aucun serveur n’envoie\u00a0: il est fermé aux autres.",
};
const shared = keptInTab("workbench.shared", false); // a reload opens it again

export class Sharing {
  /** `chez` is the origin where visitors come, "" where there is none. */
  constructor({ host, chez, connections, isServing, onNote }) {
    Object.assign(this, { host, chez });
    this.visitors = new Set();
    this.tunnel = new Tunnel({
      connections,
      isServing,
      onNote,
      onWelcome: (words) => this.welcome(words),
      onState: (state, { reason }) => this.changed(state, reason),
      onGuest: (who) => this.visited(who),
    });
    this.part("open").addEventListener("click", () => this.open());
    this.part("close").addEventListener("click", () => this.close());
    if (shared.read()) this.open();
  }

  part(name) {
    return this.host.querySelector(`[data-share="${name}"]`);
  }

  async open() {
    this.part("open").disabled = true;
    this.say(WORDS.connecting);
    const trouble = await this.probe();
    this.part("open").disabled = false;
    if (trouble) return this.show("off", trouble);
    shared.write(true);
    return this.tunnel.open();
  }

  /** Why visitors could not come, in French; undefined when they can. */
  async probe() {
    if (!this.chez) return "Ce site n’a pas d’adresse pour les serveurs des élèves\u00a0: demandez au professeur.";
    try {
      await fetch(`${this.chez}/chez/`, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      return undefined;
    } catch {
      const port = new URL(this.chez).port || "443";
      return `Le réseau bloque le port ${port}\u00a0: vos voisins ne peuvent pas atteindre votre serveur. En attendant, les clients A et B du volet jouent leurs rôles.`;
    }
  }

  close() {
    shared.write(false);
    this.tunnel.close();
  }

  welcome({ address, qr }) {
    const link = this.part("address");
    link.href = address;
    const { origin, pathname } = new URL(address);
    link.replaceChildren(origin, document.createElement("wbr"), pathname);
    this.part("qr").src = qr;
    this.show("on", "");
    this.count();
  }

  changed(state, reason) {
    if (state === "open" || state === "connecting") return;
    const isComingBack = state === "waiting";
    if (!isComingBack) shared.write(false);
    this.show(isComingBack ? "on" : "off", reason || WORDS[state] || "");
  }

  visited({ name }) {
    this.visitors.add(name);
    this.count();
  }

  count() {
    const { size } = this.visitors;
    const latest = [...this.visitors].slice(-MOST_NAMES);
    if (size > latest.length) latest.push("…");
    this.part("visitors").textContent = size ? `${plural(size, "visiteur")}\u00a0: ${latest.join(", ")}` : "Pas encore de visiteur.";
    this.part("title").textContent = size ? `Ouvert aux autres (${size})` : "Ouvert aux autres";
  }

  show(state, words) {
    this.host.dataset.state = state;
    this.part("off").hidden = state === "on";
    this.part("on").hidden = state !== "on";
    if (state !== "on") this.part("title").textContent = "Ouvrir aux autres";
    this.say(words);
  }

  say(words) {
    this.part("said").textContent = words;
    this.part("said").hidden = !words;
  }
}
