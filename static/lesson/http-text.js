/** A request or a response of the feed, as the text that travels. */

const EMPTY_LINE = "";

export function requestText({ method, target, headers, body }) {
  return [`${method} ${target} HTTP/1.1`, ...headerLines(headers), EMPTY_LINE, body].join("\n");
}

export function responseText({ status, reason, headers, body }) {
  return [`HTTP/1.1 ${status} ${reason}`, ...headerLines(headers), EMPTY_LINE, body].join("\n");
}

const headerLines = (headers) => headers.map(([name, value]) => `${name}: ${value}`);

export function isHtml({ headers }) {
  return headers.some(([name, value]) => name === "Content-Type" && value.startsWith("text/html"));
}
