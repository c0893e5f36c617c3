/** How long to wait before trying again: from 0.5 s, doubling, to 10 s. */

const FIRST = 500;
const LONGEST = 10_000;

/** Milliseconds before try number `tries` (0, 1, 2…). The jitter keeps a class from coming back at one instant. */
export function backoff(tries, random = Math.random()) {
  const delay = Math.min(FIRST * 2 ** tries, LONGEST);
  return delay * (0.8 + 0.4 * random);
}
