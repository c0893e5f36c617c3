/** The list of rooms, live: how many are in each, and those that others open. */

import { LiveSocket, dispatcher, socketUrl } from "../site/socket.js";
import * as view from "./rooms-view.js";

const ON_EVENT = {
  rooms({ rooms }) {
    view.showRooms(rooms);
  },
  rooms_changed({ rooms, gone }) {
    view.changeRooms(rooms, gone);
  },
};

new LiveSocket({
  address: () => socketUrl(document.getElementById("salons").dataset.socket),
  received: dispatcher(ON_EVENT),
  status: view.showStatus,
}).open();
