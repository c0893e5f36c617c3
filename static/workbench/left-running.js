/**
 * The clients (A, B, C) whose page runs and has not answered yet. This outlives the tab, which may have been killed for
 * it: a page that was left running is not run again by itself.
 */

import { keptForever } from "../site/store.js";

const YOUNG = 2000; // milliseconds: a page that is left so soon may just not have answered yet
const running = keptForever("workbench.left-running", []);
const since = new Map(); // client → when its page was run

export function wasLeftRunning() {
  return running.read().length > 0;
}

export function remember(client) {
  since.set(client, performance.now());
  running.write([...new Set(running.read()).add(client)]);
}

export function forget(client) {
  const left = running.read();
  if (left.includes(client)) running.write(left.filter((other) => other !== client));
}

export function forgetAll() {
  running.write([]);
}

addEventListener("pagehide", () => {
  for (const [client, at] of since) if (performance.now() - at < YOUNG) forget(client);
});
