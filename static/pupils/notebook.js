/**
 * What the pages keep in this browser for a pupil, and its copy at the site.
 *
 * Pages write to localStorage under the prefixes below and say so by the event "kept" (static/site/store.js). Here each
 * change is marked, sent, and unmarked once the site has it; so nothing is lost while the site is away.
 */

const PREFIXES = ["lesson."];
const OWNER = "pupils.owner"; // whose the local copy is
const MARKED = "pupils.marked"; // keys that the site does not have yet
const ASIDE = "pupils.aside"; // what was put aside while nobody knows who is there

export const isNote = (key) => PREFIXES.some((prefix) => key.startsWith(prefix));

/** The local notes: { key: text }. */
export function notes(storage) {
  return Object.fromEntries(Object.keys(storage).filter(isNote).map((key) => [key, storage.getItem(key)]));
}

export function mark(storage, keys) {
  storage.setItem(MARKED, JSON.stringify([...new Set([...marked(storage), ...keys])]));
}

export function unmark(storage, sent) {
  const stale = marked(storage).filter((key) => storage.getItem(key) !== sent[key]);
  storage.setItem(MARKED, JSON.stringify(stale));
}

/** What the site does not have yet: { key: text }, an empty text for what was deleted. */
export function unsent(storage) {
  return Object.fromEntries(marked(storage).map((key) => [key, storage.getItem(key) ?? ""]));
}

function marked(storage) {
  return JSON.parse(storage.getItem(MARKED) ?? "[]");
}

/** Make the local copy this pupil's: what another one left goes, what nobody owned comes along. */
export function own(storage, claim) {
  const owner = storage.getItem(OWNER);
  if (owner === claim) return;
  if (owner === null) mark(storage, Object.keys(notes(storage)));
  else clear(storage);
  storage.setItem(OWNER, claim);
}

/** Bring in what the site has, but what is newer here. Returns whether anything changed. */
export function merge(storage, fromSite) {
  const newer = new Set(marked(storage));
  const changed = Object.entries(fromSite).filter(([key, text]) => !newer.has(key) && storage.getItem(key) !== text);
  for (const [key, text] of changed.filter(([key]) => isNote(key))) storage.setItem(key, text);
  return changed.some(([key]) => isNote(key));
}

/** Nobody knows who is there: the local copy is shown to nobody until somebody says « c’est moi ». */
export function putAside(storage) {
  if (storage.getItem(ASIDE) !== null) return;
  storage.setItem(ASIDE, JSON.stringify({ notes: notes(storage), unsent: unsent(storage) }));
  for (const key of Object.keys(notes(storage))) storage.removeItem(key);
}

export function aside(storage) {
  return JSON.parse(storage.getItem(ASIDE) ?? "null");
}

export function bringBack(storage) {
  for (const [key, text] of Object.entries(aside(storage)?.notes ?? {})) storage.setItem(key, text);
  storage.removeItem(ASIDE);
}

export function clear(storage) {
  for (const key of [...Object.keys(notes(storage)), OWNER, MARKED, ASIDE]) storage.removeItem(key);
}
