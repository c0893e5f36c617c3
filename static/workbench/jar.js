/** The cookies of one small browser, in memory. The project is one site, so that path and domain do not matter here. */

export class Jar {
  constructor() {
    this.cookies = new Map();
  }

  /** What a `Set-Cookie` header, or a script's `document.cookie = …`, says. */
  set(text) {
    const [pair, ...attributes] = text.split(";");
    const [name, ...value] = pair.split("=");
    if (attributes.some(ends)) this.cookies.delete(name.trim());
    else this.cookies.set(name.trim(), { value: value.join("=").trim(), hidden: attributes.some(isHttpOnly) });
  }

  /** The request header that sends them back. */
  header() {
    const all = [...this.cookies].map(([name, { value }]) => `${name}=${value}`).join("; ");
    return all ? { cookie: all } : {};
  }

  /** What scripts may read. */
  text() {
    return [...this.cookies].filter(([, { hidden }]) => !hidden).map(([name, { value }]) => `${name}=${value}`).join("; ");
  }
}

function ends(attribute) {
  const [name, value = ""] = attribute.split("=").map((part) => part.trim());
  if (/^max-age$/i.test(name)) return Number(value) <= 0;
  return /^expires$/i.test(name) && new Date(value) <= new Date();
}

function isHttpOnly(attribute) {
  return /^\s*httponly\s*$/i.test(attribute);
}
