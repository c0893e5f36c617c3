/** The bars between code, result and exchange: dragged or moved by the arrow keys; their places are kept. */

import { kept } from "../site/store.js";

const SMALLEST = 15; // per cent of the width, as all that follows
const REST = 20;
const MOVES = { ArrowLeft: -2, ArrowRight: 2 };

export function openSplitters(workspace) {
  const columns = new Columns(workspace, kept(() => localStorage, `lesson.columns.${workspace.dataset.frames}`, {}));
  columns.show();
  for (const bar of workspace.querySelectorAll(".splitter")) listen(bar, columns);
}

class Columns {
  constructor(workspace, store) {
    this.workspace = workspace;
    this.store = store;
    this.widths = store.read();
  }

  set(side, width) {
    const other = side === "left" ? this.width("middle") : this.width("left");
    this.widths = { left: this.width("left"), middle: this.width("middle"), [side]: clamp(width, 100 - REST - other) };
    this.store.write(this.widths);
    this.show();
  }

  reset() {
    this.widths = {};
    this.store.write({});
    this.show();
  }

  show() {
    for (const side of ["left", "middle"]) {
      const width = this.widths[side];
      if (width) this.workspace.style.setProperty(`--${side}`, `${width}%`);
      else this.workspace.style.removeProperty(`--${side}`);
      this.bar(side).setAttribute("aria-valuenow", Math.round(this.width(side)));
    }
  }

  bar(side) {
    return this.workspace.querySelector(`.splitter[data-side=${side}]`);
  }

  width(side) {
    const column = this.bar(side).previousElementSibling;
    return this.widths[side] ?? (100 * column.offsetWidth) / this.workspace.offsetWidth;
  }
}

const clamp = (width, largest) => Math.min(Math.max(width, SMALLEST), Math.max(largest, SMALLEST));

function listen(bar, columns) {
  const { side } = bar.dataset;
  bar.addEventListener("pointerdown", (event) => {
    bar.setPointerCapture(event.pointerId);
    event.preventDefault();
    bar.focus();
  });
  bar.addEventListener("pointermove", ({ pointerId, movementX }) => {
    if (!bar.hasPointerCapture(pointerId)) return;
    columns.set(side, columns.width(side) + (100 * movementX) / columns.workspace.offsetWidth);
  });
  bar.addEventListener("keydown", (event) => {
    if (!(event.key in MOVES)) return;
    event.preventDefault();
    columns.set(side, columns.width(side) + MOVES[event.key]);
  });
  bar.addEventListener("dblclick", () => columns.reset());
}
