/** What the page says, in French: counts, durations, hours and days. */

const NBSP = "\u00a0";
const HOUR = new Intl.DateTimeFormat("fr-FR", { hour: "2-digit", minute: "2-digit" });
const MOMENT = new Intl.DateTimeFormat("fr-FR", { dateStyle: "full", timeStyle: "medium" });
const DATE = { weekday: "long", day: "numeric", month: "long" };
const DAY = new Intl.DateTimeFormat("fr-FR", DATE);
const DAY_AND_YEAR = new Intl.DateTimeFormat("fr-FR", { ...DATE, year: "numeric" });
const NUMBER = new Intl.NumberFormat("fr-FR");

/** 0 and 1 are singular in French. */
export function plural(count, one, many) {
  return `${NUMBER.format(count)} ${count > 1 ? many : one}`;
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

export function hour(date) {
  return HOUR.format(date);
}

export function moment(date) {
  return MOMENT.format(date);
}

/** « Aujourd’hui », « Hier », « lundi 3 novembre », and the year when it is another. */
export function day(date, now = new Date()) {
  if (sameDay(date, now)) return "Aujourd’hui";
  if (sameDay(date, new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))) return "Hier";
  const format = date.getFullYear() === now.getFullYear() ? DAY : DAY_AND_YEAR;
  return format.format(date).replace(" 1 ", " 1er ");
}

export function sameDay(one, other) {
  return one.toDateString() === other.toDateString();
}

/** What is left of a text's allowance, or by how much it is exceeded. */
export function allowance(length, limit) {
  if (length > limit) return plural(length - limit, "caractère de trop", "caractères de trop");
  return `${NUMBER.format(length)}${NBSP}/${NBSP}${NUMBER.format(limit)}`;
}
