/** Says aloud what this browser refuses: the rest of the lesson works all the same. */

import { whenRefused } from "../site/store.js";

export function tellRefused(root = document) {
  const note = (what) => root.querySelector(`[data-refused=${what}]`);
  note("javascript").hidden = true;
  note("cookies").hidden = navigator.cookieEnabled;
  whenRefused(() => (note("storage").hidden = !navigator.cookieEnabled));
}
