/** The one file that touches the page of the rooms. */

import { plural } from "../site/french.js";

const list = document.getElementById("salons");
const model = document.getElementById("salon");

/** The whole list. Rooms already in their place are not moved: the keyboard's focus stays on them. */
export function showRooms(rooms) {
  const items = new Map([...list.children].map((item) => [item.dataset.slug, item]));
  rooms.forEach((room, place) => {
    const item = items.get(room.slug) ?? newItem();
    showRoom(item, room);
    if (list.children[place] !== item) list.insertBefore(item, list.children[place] ?? null);
  });
  while (list.children.length > rooms.length) list.lastElementChild.remove();
  showWhetherEmpty();
}

/** What is new in the list: rooms that changed, or came to its end, and the slugs of those that are gone. */
export function changeRooms(rooms, gone) {
  for (const room of rooms) showRoom(itemOf(room.slug) ?? list.appendChild(newItem()), room);
  for (const slug of gone) itemOf(slug)?.remove();
  showWhetherEmpty();
}

function itemOf(slug) {
  return list.querySelector(`:scope > [data-slug="${CSS.escape(slug)}"]`);
}

function newItem() {
  return model.content.firstElementChild.cloneNode(true);
}

function showWhetherEmpty() {
  document.getElementById("aucun").hidden = list.children.length > 0;
}

function showRoom(item, { slug, title, nbClients }) {
  item.dataset.slug = slug;
  item.querySelector("a").href = slug;
  item.querySelector(".room-title").textContent = title;
  const count = item.querySelector(".badge");
  count.textContent = plural(nbClients, "participant");
  count.classList.toggle("accent", nbClients > 0);
}

export function showStatus({ state, blocked }) {
  if (state === "connecting") return; // a new try is no news
  document.getElementById("etat").hidden = state !== "waiting" || blocked;
  document.getElementById("bloque").hidden = !blocked;
}
