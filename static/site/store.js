/** JSON values that the browser keeps. Where storage is refused or full they last as long as the page. */

const inMemory = new Map();
const tellers = [];
let refused = false;

/** Outlives the browser: what a person wants to find again. */
export function keptForever(key, otherwise) {
  const { read, write } = kept(() => localStorage, key, otherwise);
  return {
    read,
    /** The event "kept" tells the page's other scripts: what a pupil did is also copied to the site. */
    write(value) {
      write(value);
      dispatchEvent(new CustomEvent("kept", { detail: { key } }));
    },
  };
}

/** Outlives a reload, in this tab only. */
export const keptInTab = (key, otherwise) => kept(() => sessionStorage, key, otherwise);

/** `tell()` is called once, now or later, if this browser refuses to keep something. */
export function whenRefused(tell) {
  if (refused) tell();
  else tellers.push(tell);
}

/** Returns { read(), write(value) }, neither of which throws; `area()` gives the storage, which may be forbidden. */
export function kept(area, key, otherwise) {
  return {
    read: () => (inMemory.has(key) ? inMemory.get(key) : stored(area, key)) ?? otherwise,
    write(value) {
      try {
        area().setItem(key, JSON.stringify(value));
        inMemory.delete(key);
      } catch (error) {
        inMemory.set(key, value);
        refuse(error);
      }
    },
  };
}

function stored(area, key) {
  let text = null;
  try {
    text = area().getItem(key);
    return JSON.parse(text);
  } catch (error) {
    if (text === null) refuse(error);
    return null; // or spoilt by another hand
  }
}

function refuse(error) {
  if (refused) return;
  refused = true;
  console.warn("Ce navigateur ne garde rien.", error);
  tellers.splice(0).forEach((tell) => tell());
}
