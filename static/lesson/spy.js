/** A simulation: the last form of client A as a spy on the network reads it, by HTTP and by HTTPS. */

import { element } from "../site/element.js";
import { requestText, responseText } from "./http-text.js";

const TLS_OVERHEAD = 22; // bytes that encryption adds to a record, about
const SHOWN = 700; // characters
const PRINTABLE = [33, 126];

export function openSpy(root) {
  let request = null;
  return (events) => {
    for (const event of events.filter(({ client }) => client === "A")) {
      if (event.kind === "request" && event.path === "/bonjour") request = event;
      if (event.kind === "response" && event.exchange === request?.exchange) show(root, request, event);
    }
  };
}

function show(root, request, response) {
  root.querySelector(".spy-empty").hidden = true;
  root.querySelector(".spy-views").hidden = false;
  const messages = [requestText(request), responseText(response)];
  showReadable(root.querySelector("[data-spy=http]"), messages.join("\n\n"), typedIn(request));
  root.querySelector("[data-spy=https]").textContent = messages.map(encrypted).join("\n\n");
}

/** The form's content: the body, or what follows the `?`. */
function typedIn({ body, target }) {
  return body || target.split("?")[1];
}

/** What was typed is marked, and in view. */
function showReadable(view, text, typed) {
  const [before, ...after] = typed ? text.split(typed) : [text];
  const mark = element("mark", {}, typed);
  view.replaceChildren(before, mark, after.join(typed));
  view.scrollTop = mark.offsetTop - view.offsetTop - view.clientHeight / 2;
}

function encrypted(text) {
  const length = new TextEncoder().encode(text).length + TLS_OVERHEAD;
  const bytes = crypto.getRandomValues(new Uint8Array(Math.min(length, SHOWN)));
  return `${[...bytes].map(asCharacter).join("")}${length > SHOWN ? "…" : ""}\n(${length} octets)`;
}

const asCharacter = (byte) => (byte >= PRINTABLE[0] && byte <= PRINTABLE[1] ? String.fromCharCode(byte) : "·");
