/** The addresses in a message, as links. Built from text alone: nothing that was typed becomes markup. */

import { element } from "../site/element.js";

const ADDRESS = /\bhttps?:\/\/[\p{L}\p{N}[][^\s<>"«»]+/giu;
const AFTER = /[.,;:!?'’)\]}…]+$/u; // punctuation of the sentence, not of the address

/** The message as a list of strings and `a` elements. */
export function linked(message) {
  const parts = [];
  let end = 0;
  for (const { 0: found, index } of message.matchAll(ADDRESS)) {
    const address = found.replace(AFTER, "");
    parts.push(message.slice(end, index), link(address));
    end = index + address.length;
  }
  return [...parts, message.slice(end)].filter(Boolean);
}

function link(address) {
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address);
}
