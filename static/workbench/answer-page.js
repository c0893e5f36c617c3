/** What a pane shows of an answer: its HTML, a text as it is, or a page of ours that says what went wrong. */

export function outside(location, url) {
  return page(`<p>Cette redirection mène hors de votre serveur\u00a0: ${escaped(location)}</p>`, url);
}

export function page(html, url) {
  const body = new TextEncoder().encode(`<!DOCTYPE html><meta charset="utf-8">${html}`);
  return { status: 200, headers: [["content-type", "text/html; charset=utf-8"]], body, url };
}

export function toHtml(headers, body) {
  const type = headers.find(([name]) => name === "content-type")?.[1] ?? "text/html";
  const text = new TextDecoder().decode(body);
  return type.startsWith("text/html") ? text : `<!DOCTYPE html><pre>${escaped(text)}</pre>`;
}

function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
