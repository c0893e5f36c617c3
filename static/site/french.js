/** Numbers, durations and quotations in French. */

export const NBSP = "\u00a0";
const NUMBER = new Intl.NumberFormat("fr-FR");

export function number(value) {
  return NUMBER.format(value);
}

/** « 2 salons ». 0 and 1 are singular in French. */
export function plural(count, one, many = `${one}s`) {
  return `${number(count)}${NBSP}${count < 2 ? one : many}`;
}

/** 125 seconds: « 2 min 05 s ». */
export function duration(seconds) {
  const units = [
    [Math.floor(seconds / 3600), "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [Math.floor(seconds) % 60, "s"],
  ];
  const start = seconds >= 3600 ? 0 : seconds >= 60 ? 1 : 2;
  return units
    .slice(start)
    .map(([value, unit], place) => `${place ? String(value).padStart(2, "0") : value}${NBSP}${unit}`)
    .join(NBSP);
}

/** 1234 milliseconds: « 1,2 s ». */
export function tenths(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1).replace(".", ",")}${NBSP}s`;
}

/** One line between French quotation marks; a longer text ends with an ellipsis. */
export function quoted(text, longest = 40) {
  const letters = Array.from(text.replace(/\s+/g, " ").trim());
  const shown = letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : letters.join("");
  return `«${NBSP}${shown}${NBSP}»`;
}
