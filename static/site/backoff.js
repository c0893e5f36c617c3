/** How long to wait before trying again: from 0.5 s, half as much again each time, to 10 s. */

const FIRST = 500;
const GROWTH = 1.5; // two tries within the first second and a half: a process that restarts is back by then
const LONGEST = 10_000;
const RESTARTING = 1012; // the closing code of a process that stops: another one is there

/**
 * Milliseconds before try number `tries` (0, 1, 2…) after a socket that was closed with `code`.
 * The jitter keeps a class from coming back at one instant.
 */
export function backoff(tries, code = null, random = Math.random()) {
  if (tries === 0 && code === RESTARTING) return FIRST * random;
  const delay = Math.min(FIRST * GROWTH ** tries, LONGEST);
  return delay * (0.8 + 0.4 * random);
}
