/** The hours and days of messages, in French. */

const HOUR = new Intl.DateTimeFormat("fr-FR", { hour: "2-digit", minute: "2-digit" });
const MOMENT = new Intl.DateTimeFormat("fr-FR", { dateStyle: "full", timeStyle: "medium" });
const DATE = { weekday: "long", day: "numeric", month: "long" };
const DAY = new Intl.DateTimeFormat("fr-FR", DATE);
const DAY_AND_YEAR = new Intl.DateTimeFormat("fr-FR", { ...DATE, year: "numeric" });

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
