/** Two requests, part by part and header by header: what is the same, what differs, what only one has. */

import { bodyPairs, queryPairs, requestLine } from "./messages.js";

/** Rows { part, name, left, right, verdict }; verdict is "same", "different", "left-only" or "right-only". */
export function alignRequests(left, right) {
  return [
    row("ligne de requête", "", requestLine(left), requestLine(right)),
    ...alignHeaders(left.headers ?? [], right.headers ?? []),
    row("ligne vide", "", "", ""),
    row("corps", "", left.body ?? "", right.body ?? ""),
  ];
}

/** Rows { name, value, left, right } of the form's data; each side tells the places where it carries them. */
export function alignFormData(left, right) {
  const [lefts, rights] = [carried(left), carried(right)];
  const keys = [...new Set([...lefts.keys(), ...rights.keys()])];
  return keys.map((key) => {
    const [name, value] = JSON.parse(key);
    return { name, value, left: lefts.get(key), right: rights.get(key) };
  });
}

function carried(event) {
  const places = new Map();
  for (const pair of queryPairs(event)) places.set(JSON.stringify(pair), "dans l’adresse");
  for (const pair of bodyPairs(event)) places.set(JSON.stringify(pair), "dans le corps");
  return places;
}

function alignHeaders(left, right) {
  const byName = (headers) => new Map(headers.map(([name, value]) => [name.toLowerCase(), { name, value }]));
  const [lefts, rights] = [byName(left), byName(right)];
  const names = [...new Set([...lefts.keys(), ...rights.keys()])];
  return names.map((key) => {
    const { name } = lefts.get(key) ?? rights.get(key);
    return row("en-têtes", name, lefts.get(key)?.value, rights.get(key)?.value);
  });
}

function row(part, name, left, right) {
  return { part, name, left, right, verdict: verdict(left, right) };
}

function verdict(left, right) {
  if (left === right) return "same";
  if (!left) return "right-only";
  return right ? "different" : "left-only";
}
