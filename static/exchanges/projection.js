/** « Projeter »: the diagram alone and large, for the back of the room. Escape leaves. */

import { element } from "../site/element.js";

/** A modal dialog makes the rest of the page inert by itself; the diagram moves in and out of it. */
export function createProjection(host, root, { title, onChange }) {
  const dialog = element("dialog", { class: "diagram-projection", "aria-label": title });
  host.append(root, dialog);
  dialog.addEventListener("close", () => {
    host.prepend(root);
    onChange(false);
  });
  return {
    isOpen: () => dialog.open,
    leave: () => dialog.close(),
    toggle() {
      if (dialog.open) return dialog.close();
      dialog.append(root);
      dialog.showModal();
      return onChange(true);
    },
  };
}
