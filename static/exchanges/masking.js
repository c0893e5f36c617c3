/**
 * Takes the secrets out of an event before anybody sees it: cookies, passwords, tokens. The rules are those of
 * exchanges/masking.py, which masks what the site itself records.
 *
 *   masked({ headers: [["Cookie", "sessionid=abc"]], body: "Nom=Bob&mdp=x" })
 */

export const MASK = "••••";

const SENSITIVE = /pass|mdp|pwd|secret|token|jeton|csrf|session|sessid|api.?key|authorization/i;
const INPUT = /<input\b(?:[^>"']|"[^"]*"|'[^']*')*/gi;
const VALUE = /(\svalue\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)/i;
const DJANGO_TOKEN = /(?<![A-Za-z0-9])[A-Za-z0-9]{64}(?![A-Za-z0-9])/g;
const MULTIPART = /(name="([^"]*)"[^\r\n]*(?:\r?\n[^\r\n]+)*\r?\n\r?\n)([\s\S]*?)(?=\r?\n--)/g;

/** The same event; `headers` are [[name, value]…]. */
export function masked(event) {
  const { headers, target, path, body, text } = event;
  return {
    ...event,
    ...(headers && { headers: headers.map(([name, value]) => [name, maskedHeader(name.toLowerCase(), value)]) }),
    ...(target && { target: maskedAddress(target) }),
    ...(path && { path: path.replace(DJANGO_TOKEN, MASK) }),
    ...(body && { body: maskedText(body, typeOf(headers)) }),
    ...(text && { text: maskedText(text, "") }),
  };
}

function typeOf(headers = []) {
  return (headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "").split(";")[0].trim().toLowerCase();
}

function maskedHeader(name, value) {
  if (name === "cookie") return value.split(";").map(maskedCookie).join("; ");
  if (name === "set-cookie") return [maskedCookie(value.split(";")[0]), ...value.split(";").slice(1)].join(";");
  return SENSITIVE.test(name) ? MASK : maskedAddress(value);
}

function maskedCookie(pair) {
  const [name, ...value] = pair.trim().split("=");
  return value.join("=") ? `${name}=${MASK}` : pair.trim();
}

function maskedAddress(address) {
  const mark = address.indexOf("?");
  return mark < 0 ? address.replace(DJANGO_TOKEN, MASK) : address.slice(0, mark + 1) + maskedForm(address.slice(mark + 1));
}

function maskedText(text, type) {
  const known = looksLikeJson(text) ? maskedJson(text) : type === "application/x-www-form-urlencoded" ? maskedForm(text) : text;
  return known.replace(MULTIPART, maskedPart).replace(INPUT, maskedInput).replace(DJANGO_TOKEN, MASK);
}

function maskedForm(text) {
  return text.split("&").map(maskedPair).join("&");
}

function maskedPair(pair) {
  const [name, ...value] = pair.split("=");
  return value.join("=") && SENSITIVE.test(plain(name)) ? `${name}=${MASK}` : pair;
}

function plain(name) {
  try {
    return decodeURIComponent(name.replaceAll("+", " "));
  } catch {
    return name;
  }
}

function maskedPart(part, head, name) {
  return SENSITIVE.test(name) ? head + MASK : part;
}

function maskedInput(tag) {
  const isSecret = SENSITIVE.test(/\sname\s*=\s*["']?([^"'\s>]*)/i.exec(tag)?.[1] ?? "") || /\stype\s*=\s*["']?password/i.test(tag);
  return isSecret ? tag.replace(VALUE, (all, before, value) => (/^["']?["']?$/.test(value) ? all : `${before}"${MASK}"`)) : tag;
}

function looksLikeJson(text) {
  return /^\s*[{[]/.test(text);
}

/** Written anew when it holds a secret. One that speaks of secrets and cannot be read, cut off perhaps, is not shown. */
function maskedJson(text) {
  if (!SENSITIVE.test(text) && !text.includes("\\u")) return text;
  let found = false;
  const hide = (key, value) => {
    if (!SENSITIVE.test(key) || value === null || value === "") return value;
    found = true;
    return MASK;
  };
  try {
    const shown = JSON.parse(text, hide);
    return found ? JSON.stringify(shown) : text;
  } catch {
    return SENSITIVE.test(text) ? MASK : text;
  }
}
