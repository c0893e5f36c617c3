/**
 * Two requests side by side, line by line, the differences coloured and marked (the step get-ou-post).
 *
 *   import { compareExchanges } from "../exchanges/compare.js";      // and link exchanges/diagram.css
 *   compareExchanges(element, left, right, { titles: ["POST", "GET"] });
 *
 * `left` and `right` are events of kind "request", or undefined while not yet sent. Call again when one changes.
 */

import { alignFormData, alignRequests } from "./alignment.js";
import { button, element } from "../site/element.js";
import { plural } from "../site/french.js";

export function compareExchanges(host, left, right, { titles = ["POST", "GET"] } = {}) {
  const content = left && right ? comparison(left, right, titles) : [waitingFor(left, right, titles)];
  host.replaceChildren(element("div", { class: "comparison" }, ...content));
}

function waitingFor(left, right, titles) {
  const missing = titles.filter((title, index) => ![left, right][index]);
  const forms = missing.map((title) => `le formulaire ${title}`).join(" et ");
  return element("p", { class: "comparison-nothing" }, `Envoyez ${forms} pour comparer les deux requêtes.`);
}

function comparison(left, right, titles) {
  const rows = alignRequests(left, right);
  const table = element(
    "table",
    {},
    element("caption", {}, "Les deux requêtes, ligne par ligne"),
    tableHead(["", ...titles, "Comparaison"]),
    element("tbody", {}, ...withPartTitles(rows).map((row) => tableRow(row, titles))),
  );
  return [table, revealer(table), ...whereTheDataIs(alignFormData(left, right), titles)].filter(Boolean);
}

function tableHead(names) {
  const cell = (name) => element(name ? "th" : "td", { scope: name ? "col" : undefined }, name);
  return element("thead", {}, element("tr", {}, ...names.map(cell)));
}

/** A part of several lines, the headers, gets a line for its name. */
function withPartTitles(rows) {
  const first = rows.findIndex(({ name }) => name);
  return first < 0 ? rows : [...rows.slice(0, first), { title: rows[first].part }, ...rows.slice(first)];
}

function tableRow(row, titles) {
  if (row.title) {
    return element("tr", { class: "comparison-part" }, element("th", { colspan: "4", scope: "rowgroup" }, row.title));
  }
  const unremarkable = Boolean(row.name) && row.verdict === "same";
  return element(
    "tr",
    { "data-verdict": row.verdict, hidden: unremarkable },
    element("th", { scope: "row" }, row.name || row.part),
    side(row.left, row.right, titles[0]),
    side(row.right, row.left, titles[1]),
    element("td", { class: "comparison-verdict" }, verdict(row, titles)),
  );
}

function side(text, other, title) {
  const content = text ? element("code", {}, ...marked(text, other ?? "")) : nothing();
  return element("td", { "data-side": title }, content);
}

function nothing() {
  return element("span", { class: "comparison-nothing" }, "rien");
}

/** The words that the other side does not have at the same place. */
function marked(text, other) {
  const others = other.split(" ");
  return text.split(" ").flatMap((word, index) => {
    const space = index ? [" "] : [];
    return [...space, word === others[index] ? word : element("mark", {}, word)];
  });
}

function verdict({ verdict: found, left, right }, titles) {
  const words = {
    same: left || right ? "= identique" : "= vide",
    different: "≠ différent",
    "left-only": `+ seulement ${titles[0]}`,
    "right-only": `+ seulement ${titles[1]}`,
  };
  return words[found];
}

function revealer(table) {
  const hidden = [...table.querySelectorAll("tr[hidden]")];
  if (!hidden.length) return null;
  const count = plural(hidden.length, "en-tête identique", "en-têtes identiques");
  const reveal = button(`Montrer aussi ${count}`, { class: "button small" }, () => {
    for (const row of hidden) row.hidden = false;
    reveal.remove();
  });
  return reveal;
}

function whereTheDataIs(rows, titles) {
  if (!rows.length) return [];
  const place = (text, title) => element("td", { "data-side": title }, text ?? nothing());
  const line = ({ name, value, left, right }) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      element("td", {}, element("code", {}, value)),
      place(left, titles[0]),
      place(right, titles[1]),
    );
  return [
    element(
      "table",
      { class: "comparison-data" },
      element("caption", {}, "Où voyagent les données du formulaire ?"),
      tableHead(["Nom", "Valeur", ...titles]),
      element("tbody", {}, ...rows.map(line)),
    ),
  ];
}
