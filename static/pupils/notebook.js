/**
 * What the pages keep in this browser for a pupil, and its copy at the site.
 *
 * Pages write to localStorage and say so by the event "kept" (static/site/store.js). Here each change is marked, sent,
 * and unmarked once the site has it; so nothing is lost while the site is away.
 */

const NOTES = "lesson."; // copied to the site
const OWN = [NOTES, "chat."]; // the pupil's own, shown to nobody else
const OWNER = "pupils.owner"; // whose the local copy is
const MARKED = "pupils.marked"; // keys that the site does not have yet
export const NEWS = "pupils.news"; // written when a tab learnt who is there: the others look again
const ASIDE = "pupils.aside"; // what was put aside while nobody knows who is there

export const isNote = (key) => key.startsWith(NOTES);
const isOwn = (key) => OWN.some((prefix) => key.startsWith(prefix));

/** What is the pupil's own in this browser: { key: text }. */
export function own(storage) {
  return Object.fromEntries(Object.keys(storage).filter(isOwn).map((key) => [key, storage.getItem(key)]));
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
export function belongTo(storage, claim) {
  const owner = storage.getItem(OWNER);
  if (owner === claim) return;
  if (owner === null) mark(storage, Object.keys(own(storage)).filter(isNote));
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
  storage.setItem(ASIDE, JSON.stringify({ own: own(storage), unsent: unsent(storage) }));
  for (const key of Object.keys(own(storage))) storage.removeItem(key);
}

export function aside(storage) {
  return JSON.parse(storage.getItem(ASIDE) ?? "null");
}

export function bringBack(storage) {
  for (const [key, text] of Object.entries(aside(storage)?.own ?? {})) storage.setItem(key, text);
  storage.removeItem(ASIDE);
}

export function clear(storage) {
  for (const key of [...Object.keys(own(storage)), OWNER, MARKED, ASIDE]) storage.removeItem(key);
}

/** Whether another tab gave this browser to another pupil since. */
export const isAnothers = (storage, claim) => storage.getItem(OWNER) !== claim;
