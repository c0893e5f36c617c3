/**
 * What did not give the hand back is not run again by itself: a note says so, and « Relancer » goes on. Whoever saves or
 * checks goes on as well.
 */

import { wasLeftRunning } from "./left-running.js";

const LAST_TIME = "Votre script n’a pas rendu la main la dernière fois que votre page s’est ouverte.";

export class Halt {
  constructor(note) {
    this.note = note;
    this.reason = note.querySelector("[data-reason]");
    if (wasLeftRunning()) this.begin(LAST_TIME);
  }

  get isOn() {
    return !this.note.hidden;
  }

  begin(reason) {
    this.reason.textContent = reason;
    this.note.hidden = false;
  }

  end() {
    this.note.hidden = true;
  }
}
