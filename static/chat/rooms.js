/** The list of rooms, live: how many are in each, and those that others open. */

import { Connection } from "./connection.js";
import * as view from "./rooms-view.js";

const ON_EVENT = {
  rooms({ rooms }) {
    view.showRooms(rooms);
  },
};

function received(frame) {
  if (Object.hasOwn(ON_EVENT, frame.type)) ON_EVENT[frame.type](frame);
  else console.error("Évènement inconnu :", frame);
}

function address() {
  const url = new URL(document.getElementById("salons").dataset.socket, location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  return url;
}

new Connection({ address, received, status: view.showStatus }).open();
