/** Addresses that a page holds from the root of the site, whatever folder it is served in. Imports nothing. */

const ADDRESS = /\b(?:href|src|action)\s*=\s*(["']?)(\/(?!\/)[^"'\s>]*)\1/gi;
const MOST = 5;

/** `href="/page2"`, as written, for each address of the page that leaves `root`, the folder where it is served. */
export function hardCoded(html, root) {
  const found = [...html.matchAll(ADDRESS)].filter(([, , address]) => !`${address}/`.startsWith(`${root}/`));
  return [...new Set(found.map(([text]) => text))].slice(0, MOST);
}
