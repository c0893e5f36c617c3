/**
 * Pages that leave by `location = …`: nothing inside them can stop that. This page's own policy refuses the new address,
 * and its event tells which it was; the pane that does not answer any more is the one that left.
 */

const GOING = 150; // milliseconds in which a page that leaves may still answer
const THERE = 500; // milliseconds in which one that is there answers
const panes = new Set();

/** `pane` is asked `isThere()`, a promise of its page's answer, and told `leaves(address, at)`. */
export function watchDepartures(pane) {
  panes.add(pane);
}

export function stopWatching(pane) {
  panes.delete(pane);
}

document.addEventListener("securitypolicyviolation", async ({ effectiveDirective, blockedURI }) => {
  if (effectiveDirective !== "frame-src") return;
  const at = performance.now();
  await pause(GOING);
  const asked = [...panes];
  const there = await Promise.all(asked.map((pane) => Promise.race([pane.isThere(), pause(THERE)])));
  asked[there.indexOf(undefined)]?.leaves(blockedURI, at);
});

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
