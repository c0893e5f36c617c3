/** The last form sent by POST beside the last one sent by GET, whoever sent them. */

import { compareExchanges } from "../exchanges/compare.js";

export function openCompare(root) {
  let post, get;
  compareExchanges(root, post, get);
  return (events) => {
    for (const event of events.filter(({ kind, path }) => kind === "request" && path === "/bonjour")) {
      if (event.method === "POST") post = event;
      else get = event;
      compareExchanges(root, post, get);
    }
  };
}
