/**
 * The clients (A, B, C) whose page runs and has not answered yet. This outlives the tab, which may have been killed for
 * it: a page that was left running is not run again by itself.
 */

import { keptForever } from "../site/store.js";

const running = keptForever("workbench.left-running", []);

export function wasLeftRunning() {
  return running.read().length > 0;
}

export function remember(client) {
  running.write([...new Set(running.read()).add(client)]);
}

export function forget(client) {
  const left = running.read();
  if (left.includes(client)) running.write(left.filter((other) => other !== client));
}

export function forgetAll() {
  running.write([]);
}
