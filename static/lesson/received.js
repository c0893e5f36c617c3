/** The template beside the HTML that client A received: the lines that the server changed. */

import { element } from "../site/element.js";
import { isHtml } from "./http-text.js";

export function openReceived(root, template) {
  return (events) => {
    const pages = events.filter((event) => event.kind === "response" && event.client === "A" && isHtml(event));
    const page = pages.findLast(({ body }) => body.split("\n").length >= template.length);
    if (page) show(root, template, page.body.split("\n"));
  };
}

function show(root, template, received) {
  const lines = template.map((line, rank) => [rank + 1, line, received[rank]]);
  const changed = lines.filter(([, before, after]) => before !== after && before.includes(root.dataset.only));
  root.querySelector("tbody").replaceChildren(...changed.map(drawLine));
  root.querySelector("pre").textContent = received.join("\n");
  root.querySelector(".received-empty").hidden = true;
  root.querySelector(".table-scroll").hidden = false;
  root.querySelector("details").hidden = false;
}

function drawLine([number, before, after]) {
  const changes = element("td", {}, named("del", "serveur", before), named("ins", "client", after));
  return element("tr", {}, element("th", {}, String(number)), changes);
}

function named(tag, label, text) {
  return element(tag, {}, element("span", {}, label), element("code", {}, text.trim() || "(ligne vide)"));
}
