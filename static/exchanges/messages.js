/** The parts of a message as HTTP writes it, read from a recorded event. */

function version(event) {
  return `HTTP/${event.httpVersion ?? "1.1"}`;
}

export function requestLine(event) {
  return `${event.method ?? "GET"} ${event.target ?? event.path ?? ""} ${version(event)}`;
}

export function statusLine(event) {
  return `${version(event)} ${event.status} ${event.reason ?? ""}`.trimEnd();
}

export function header(event, name) {
  const wanted = name.toLowerCase();
  return (event.headers ?? []).find(([each]) => each.toLowerCase() === wanted)?.[1];
}

export function contentType(event) {
  return (header(event, "Content-Type") ?? "").split(";")[0].trim().toLowerCase();
}

/** Name and value pairs of the target's query, decoded. */
export function queryPairs(event) {
  const target = event.target ?? "";
  return target.includes("?") ? pairs(target.slice(target.indexOf("?") + 1)) : [];
}

/** Name and value pairs of an urlencoded body, decoded; none for another kind of body. */
export function bodyPairs(event) {
  return contentType(event) === "application/x-www-form-urlencoded" ? pairs(event.body ?? "") : [];
}

export function parsedJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The address as a person reads it, or as it was sent if it is not valid UTF-8. */
export function readableTarget(event) {
  const target = event.target ?? event.path ?? "";
  try {
    return decodeURI(target);
  } catch {
    return target;
  }
}

function pairs(text) {
  return [...new URLSearchParams(text)];
}
