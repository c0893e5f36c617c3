/** A request or a response of the feed, as the text that travels. */

import { contentType, requestLine, statusLine } from "../exchanges/messages.js";

export const requestText = (event) => whole(requestLine(event), event);

export const responseText = (event) => whole(statusLine(event), event);

export const isHtml = (event) => contentType(event) === "text/html";

/** First line, headers, the empty line, body. */
function whole(firstLine, { headers, body }) {
  return [firstLine, ...headers.map(([name, value]) => `${name}: ${value}`), "", body].join("\n");
}
