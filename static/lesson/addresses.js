/**
 * Addresses as the small browsers show them: without the folder of the site (`/~A`) that is a frame's own, and with a
 * name in the place of a private room's, which nobody is to copy from a screen.
 */

const PRIVATE_ROOM = /(?<=^(?:\/ws)?\/chat\/)(?:prive|lecon)-[^/?#]+/;
const NAMED_ROOM = /(?<=^\/chat\/)votre-salon(?:-([2-9]))?(?=[?#]|$)/;

const rooms = []; // private rooms that were shown, in order: « votre-salon », « votre-salon-2 »…

/** The path and query of `text`, typed in an address bar; null when it leads to another server than this one. */
export function typedPath(text, here = location) {
  const typed = text.trim();
  if (typed.startsWith("/")) return withRoom(typed);
  const absolute = /^[a-z]+:\/\//i.test(typed) ? typed : `${here.protocol}//${typed}`;
  const url = parsed(absolute);
  return url?.origin === here.origin ? withRoom(url.pathname + url.search) : null;
}

function parsed(address) {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

function withRoom(path) {
  return path.replace(NAMED_ROOM, (name, rank = 1) => rooms[rank - 1] ?? name);
}

/** Path and query of a location, without the frame's own folder. */
export function pathOf({ pathname, search }, mount) {
  return (isUnder(mount, pathname) ? pathname.slice(mount.length) : pathname) + search;
}

export function isUnder(mount, pathname) {
  return pathname.startsWith(`${mount}/`);
}

/** Is it the address of a private room, or of its socket? No path: no. */
export const hasPrivateRoom = (path) => PRIVATE_ROOM.test(path ?? "");

/** As an address bar shows a path: accents readable. */
export function shown(path) {
  const named = path.replace(PRIVATE_ROOM, nameOf);
  try {
    return decodeURI(named);
  } catch {
    return named;
  }
}

function nameOf(room) {
  if (!rooms.includes(room)) rooms.push(room);
  const rank = rooms.indexOf(room) + 1;
  return rank === 1 ? "votre-salon" : `votre-salon-${rank}`;
}
