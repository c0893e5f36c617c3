/** Addresses as the small browsers show them: without the letter that tells the site which of them is asking. */

const LETTER = /^client=[ABC]$/;

/** The path and query of `text`, typed in an address bar; null when it leads to another server than this one. */
export function typedPath(text, here = location) {
  const typed = text.trim();
  if (typed.startsWith("/")) return typed;
  const absolute = /^[a-z]+:\/\//i.test(typed) ? typed : `${here.protocol}//${typed}`;
  const url = parsed(absolute);
  return url?.origin === here.origin ? url.pathname + url.search : null;
}

function parsed(address) {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

export function withLetter(path, letter) {
  return `${path}${path.includes("?") ? "&" : "?"}client=${letter}`;
}

/** Path and query of a location, without its letter. */
export function pathOf({ pathname, search }) {
  const pairs = search.slice(1).split("&").filter((pair) => pair && !LETTER.test(pair));
  return pairs.length ? `${pathname}?${pairs.join("&")}` : pathname;
}

/** As an address bar shows it: accents readable. */
export function shown(path, here = location) {
  return here.origin + readable(path);
}

function readable(path) {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
