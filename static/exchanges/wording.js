/** Sizes and moments as the diagram says them. */

import { duration, plural, tenths } from "../site/french.js";

const MINUTE = 60_000; // ms

export function octets(size) {
  return plural(size, "octet");
}

/** "+1,2 s" since the first arrow; above a minute tenths no longer matter. */
export function offset(milliseconds) {
  return `+${milliseconds < MINUTE ? tenths(milliseconds) : duration(milliseconds / 1000)}`;
}
