/** The console of the pupil's server: one line a request, as Django's own server writes it, and what the program prints. */

import { button, element } from "../site/element.js";

const MOST_LINES = 400;
const LONGEST = 500; // characters of one line
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export class Console {
  /** `onReplay(request)` is called with what `request` was given. */
  constructor(host, { onReplay }) {
    this.host = host;
    this.onReplay = onReplay;
  }

  request(request) {
    const line = element("span", {}, requestLine(request));
    const again = button("Rejouer", { class: "replay", "aria-label": `Rejouer ${request.method} ${request.target}` }, () =>
      this.onReplay(request),
    );
    this.add(element("li", { "data-kind": request.status >= 400 ? "error" : "request" }, line, request.status === 101 || request.visitor ? null : again));
  }

  print(text) {
    text.replace(/\n$/, "").split("\n").slice(-MOST_LINES).forEach((line) => this.line("print", line));
  }

  note(text) {
    this.line("note", text);
  }

  error(text) {
    this.line("error", text);
  }

  line(kind, text) {
    this.add(element("li", { "data-kind": kind }, text.slice(0, LONGEST)));
  }

  add(item) {
    const atEnd = this.host.scrollHeight - this.host.scrollTop - this.host.clientHeight < 40;
    this.host.append(item);
    while (this.host.childElementCount > MOST_LINES) this.host.firstElementChild.remove();
    if (atEnd) this.host.scrollTop = this.host.scrollHeight;
  }
}

/** `127.0.0.1 - - [19/Mar/2026 09:13:16] "GET /bonjour HTTP/1.1" 200 -` */
export function requestLine({ method, target, status, at, visitor }) {
  return `${visitor ?? "127.0.0.1"} - - [${date(at)}] "${method} ${readable(target)} HTTP/1.1" ${status} -`;
}

function date(at) {
  const two = (number) => String(number).padStart(2, "0");
  const day = `${two(at.getDate())}/${MONTHS[at.getMonth()]}/${at.getFullYear()}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

function readable(target) {
  try {
    return decodeURI(target);
  } catch {
    return target;
  }
}
