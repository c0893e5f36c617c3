/** Numbers, sizes and durations in French. */

export function plural(count, singular, several = `${singular}s`) {
  return `${count.toLocaleString("fr-FR")} ${Math.abs(count) < 2 ? singular : several}`;
}

export function octets(size) {
  return plural(size, "octet");
}

/** "+1,2 s" since the first arrow; above a minute tenths no longer matter. */
export function offset(milliseconds) {
  return milliseconds < 60_000 ? `+${seconds(milliseconds)}` : `+${duration(milliseconds / 1000)}`;
}

export function duration(inSeconds) {
  const whole = Math.round(inSeconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${twoDigits(Math.floor(whole / 60) % 60)} min`;
}

export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1).replace(".", ",")} s`;
}

export function quoted(text, longest = 40) {
  const letters = Array.from(text.replace(/\s+/g, " ").trim());
  return `« ${letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : letters.join("")} »`;
}

function twoDigits(number) {
  return String(number).padStart(2, "0");
}
