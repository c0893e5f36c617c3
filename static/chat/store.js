/** JSON values that the browser keeps. Storage that is full or forbidden is only a lost memory, never an error. */

export function kept(area, key, otherwise) {
  const read = () => {
    try {
      return JSON.parse(area().getItem(key)) ?? otherwise;
    } catch (error) {
      console.warn(`${key} : mémoire du navigateur illisible`, error);
      return otherwise;
    }
  };
  const write = (value) => {
    try {
      area().setItem(key, JSON.stringify(value));
    } catch (error) {
      console.warn(`${key} : mémoire du navigateur indisponible`, error);
    }
  };
  return { read, write };
}

/** Outlives the browser: what a person wants to find again. */
export const keptForever = (key, otherwise) => kept(() => localStorage, key, otherwise);

/** Outlives a reload, in this tab only. */
export const keptInTab = (key, otherwise) => kept(() => sessionStorage, key, otherwise);
