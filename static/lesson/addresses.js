/** Addresses as the small browsers show them: without the folder of the site (`/~A`) that is a frame's own. */

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

/** Path and query of a location, without the frame's own folder. */
export function pathOf({ pathname, search }, mount) {
  return (isUnder(mount, pathname) ? pathname.slice(mount.length) : pathname) + search;
}

export function isUnder(mount, pathname) {
  return pathname.startsWith(`${mount}/`);
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
