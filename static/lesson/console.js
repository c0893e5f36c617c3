/** The server's console as it is for this pupil's frames: one line a request, written when it is answered. */

import { element } from "../site/element.js";

const LONGEST = 200; // characters of a request
const MOST_LINES = 200;
const PRIVATE_ROOM = /(\/chat\/(?:prive|lecon)-)[^/?#]+/;
const ESCAPES = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * Add a tab « Console » to the code's. `address` is this computer's, as the server sees it. Returns what is to be
 * called with new events.
 */
export function openConsole(code, address) {
  const lines = element("pre", { tabindex: "0", "aria-label": "Lignes de la console" });
  const empty = element("p", { class: "muted" }, "Rien encore\u00a0: le serveur écrit une ligne par requête, quand il y a répondu.");
  addTab(code, empty, lines);
  const requests = new Map();
  return (events) => {
    for (const event of events) {
      if (event.kind === "request") requests.set(event.exchange, event);
      if (event.kind !== "response" || !requests.has(event.exchange)) continue;
      write(lines, consoleLine(address, requests.get(event.exchange), event));
      requests.delete(event.exchange);
      empty.hidden = true;
    }
  };
}

function addTab(code, ...content) {
  const selected = { role: "tab", id: "tab-console", "aria-controls": "console", "aria-selected": "false", tabindex: "-1" };
  const panel = { role: "tabpanel", id: "console", "aria-labelledby": "tab-console", class: "console", hidden: true };
  code.querySelector("[role=tablist]").append(element("button", { type: "button", ...selected }, "Console"));
  const title = element("p", { class: "pane-file" }, "La console du serveur, pour vos cadres");
  [...code.querySelectorAll("[role=tabpanel]")].at(-1).after(element("div", panel, title, ...content));
}

function write(lines, text) {
  lines.append(element("span", {}, `${text}\n`));
  if (lines.childNodes.length > MOST_LINES) lines.firstChild.remove();
  lines.parentElement.scrollTop = lines.parentElement.scrollHeight;
}

/** As nsi_site/console.py writes it. */
export function consoleLine(address, { method, target, httpVersion }, { at, status }) {
  const request = shortened(printable(`${method} ${readable(target)}`));
  return `${address} - - [${moment(new Date(at))}] "${request} HTTP/${httpVersion}" ${status} -`;
}

function readable(target) {
  return target.replace(PRIVATE_ROOM, "$1…").replace(/(?:%[0-9a-f]{2})+/gi, decoded).replaceAll(" ", "%20");
}

/** Bytes that are no UTF-8 are shown one by one, as `\xff`. */
function decoded(bytes) {
  try {
    return decodeURIComponent(bytes);
  } catch {
    return bytes.replaceAll("%", "\\x").toLowerCase();
  }
}

const printable = (text) => text.replace(/["\\]/g, "\\$&").replace(/(?! )[\p{C}\p{Z}]/gu, escaped);

/** As Python escapes what cannot be seen. */
function escaped(character) {
  if (character in ESCAPES) return ESCAPES[character];
  const code = character.codePointAt(0).toString(16);
  const [letter, digits] = code.length <= 2 ? ["x", 2] : code.length <= 4 ? ["u", 4] : ["U", 8];
  return `\\${letter}${code.padStart(digits, "0")}`;
}

const shortened = (text) => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST)} …`);

function moment(date) {
  const two = (number) => String(number).padStart(2, "0");
  const day = `${two(date.getDate())}/${MONTHS[date.getMonth()]}/${date.getFullYear()}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
