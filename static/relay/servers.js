/** The pupils' servers that run, live, with who visits them. */

import { element } from "../site/element.js";
import { plural } from "../site/french.js";
import { LiveSocket, dispatcher, socketUrl } from "../site/socket.js";

const byId = (id) => document.getElementById(id);

function show({ servers }) {
  byId("servers").replaceChildren(...servers.map(item));
  byId("none").hidden = servers.length > 0;
}

function item({ slug, name, visitors, unnamed }) {
  const link = element("a", { class: "server-name", href: `${byId("servers").dataset.address}${slug}/` }, `Chez ${name}`);
  return element("li", {}, link, element("span", { class: "muted guests" }, guests(visitors, unnamed)), order(slug, name));
}

/** « Nathalie, Paul et 2 visiteurs sans pseudonyme » */
function guests(visitors, unnamed) {
  const others = unnamed ? [`${plural(unnamed, "visiteur")} sans pseudonyme`] : [];
  const all = [...visitors, ...others];
  if (!all.length) return "sans visiteur en ce moment";
  const names = all.length < 2 ? all[0] : `${all.slice(0, -1).join(", ")} et ${all.at(-1)}`;
  return `visité par ${names}`;
}

/** The teacher's button; nobody else's page has its form. */
function order(slug, name) {
  const template = byId("close-one");
  if (!template) return null;
  const form = template.content.firstElementChild.cloneNode(true);
  form.elements.slug.value = slug;
  form.querySelector("button").setAttribute("aria-label", `Fermer le serveur de ${name}`);
  return form;
}

new LiveSocket({
  address: () => socketUrl(byId("servers").dataset.socket),
  received: dispatcher({ servers: show }),
  status: ({ state }) => { byId("cut").hidden = state !== "waiting"; },
}).open();
