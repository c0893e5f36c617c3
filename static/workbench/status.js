/** One line on how the engine is: what loads, with the bytes, and whether the server runs. */

const WORDS = {
  absent: "",
  starting: "Démarrage de Python…",
  ready: "Python est prêt",
  busy: "Démarrage du serveur…",
  asleep: "En veille\u00a0: le moteur tourne dans un autre onglet.",
};

export class Status {
  constructor(host) {
    this.host = host;
    this.words = host.querySelector("[data-words]");
    this.progress = host.querySelector("progress");
  }

  engine(state, { loaded, total, reason }) {
    this.host.dataset.state = state;
    this.progress.hidden = state !== "loading";
    if (state === "loading") this.loading(loaded, total);
    else if (state === "gone") this.say(`${reason} Python redémarre…`);
    else if (state === "failed") this.say(reason);
    else this.say(WORDS[state]);
  }

  loading(loaded, total) {
    Object.assign(this.progress, { max: total, value: loaded });
    this.say(`Chargement de Python\u00a0: ${megabytes(loaded)} sur ${megabytes(total)} Mo`);
  }

  running(isRunning) {
    this.host.dataset.state = isRunning ? "running" : "stopped";
    this.say(isRunning ? "Serveur en marche" : "Serveur arrêté\u00a0: voir pourquoi sous l’éditeur");
  }

  halted() {
    this.host.dataset.state = "stopped";
    this.say("Serveur arrêté");
  }

  say(text) {
    if (this.words.textContent !== text) this.words.textContent = text;
  }
}

function megabytes(bytes) {
  return (bytes / 1e6).toLocaleString("fr-FR", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}
