/**
 * The live feed of this visitor's exchanges, kept open.
 *
 *   const feed = openFeed({
 *     address: "/ws/echanges",
 *     after: 0,                       // only the exchanges after this number; default 0: the whole past first
 *     onEvents(events) {},            // the past, then what happens. An event told before comes again when it stands
 *                                     // for more frames: `count` says for how many, `until` when the last one came
 *     onCleared() {},
 *     onStatus(status) {},            // "connecting", "open", "waiting" (will try again) or "refused"
 *   });
 *   feed.clear();                     // asks the server to forget; onCleared follows
 */

import { LiveSocket, dispatcher, socketUrl } from "../site/socket.js";

const STOPS = { 4403: "refused" };

export function openFeed({ address, after = 0, onEvents, onCleared = () => {}, onStatus = () => {} }) {
  let last = after;
  const handlers = {
    exchanges({ events }) {
      const fresh = events.filter(({ seq }) => seq > last);
      if (!fresh.length) return;
      last = fresh.at(-1).seq;
      onEvents(fresh);
    },
    repeated: ({ events }) => onEvents(events),
    cleared: () => onCleared(),
  };
  const socket = new LiveSocket({
    address: () => socketUrl(address, { after: last }),
    received: dispatcher(handlers),
    status: ({ state }) => onStatus(state),
    stops: STOPS,
  });
  socket.open();
  return { clear: () => socket.send({ type: "clear" }) };
}
