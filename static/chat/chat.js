/** The chat of one room: what comes from the server, and what leaves. The page itself is drawn by view.js. */

import { LiveSocket, dispatcher, socketUrl } from "../site/socket.js";
import { keptForever, keptInTab } from "../site/store.js";
import * as composer from "./composer.js";
import { newId } from "./ids.js";
import { Outbox } from "./outbox.js";
import { openProjection } from "./projection.js";
import { Timeline } from "./timeline.js";
import * as view from "./view.js";

const MESSAGE_MOST = 2000;
const OWN_MOST = 500;
// The server could not answer now: the same request will be good later.
const TRY_LATER = new Set(["busy", "rate_limited"]);
const LATER = 1000; // ms
// Perhaps by one's own connection of before, which the server does not know to be dead yet.
const NAME_TAKEN = "name_taken";
const GONE = "Ce salon n’existe plus.";
const STOPS = { 4404: "unknown" };

// Where the site is mounted: two frames of one page, each with its own folder, remember each its own.
const mount = view.socketPath.split("/ws/")[0];
const name = keptForever(`chat.name:${mount}`, "");
const sent = keptForever(`chat.sent:${view.room}:${mount}`, []);

const draft = keptInTab(`chat.draft:${view.room}:${mount}`, "");

const timeline = new Timeline();
const outbox = new Outbox({
  memory: keptInTab(`chat.outbox:${view.room}:${mount}`, []),
  send: (frame) => socket.send(frame),
  changed: view.showOutbox,
});

const ON_EVENT = {
  welcome(frame) {
    if (timeline.welcome(frame)) view.clear();
    outbox.flush();
  },

  messages({ messages, more }) {
    const arriving = timeline.last !== null;
    const { older, newer, known } = timeline.receive(messages, more);
    const own = new Set(sent.read());
    outbox.settle(new Set(messages.map(({ id }) => id)));
    view.showEarlier(older, own);
    view.showMessages(newer, own, { arriving });
    known.filter(view.isRemoved).forEach(({ number }) => view.showRemoved(number));
    dropOldest();
    ask(timeline.catchUp());
  },

  removed({ number }) {
    timeline.remove(number);
    view.showRemoved(number);
  },

  /** What was removed while this page was away. */
  removals({ numbers }) {
    for (const number of numbers) ON_EVENT.removed({ number });
  },

  room(state) {
    view.showRoom(state);
  },

  presence({ nbClients }) {
    view.showCount(nbClients);
  },

  elapsed({ timeChat }) {
    view.showDuration(timeChat);
  },

  error({ code, detail, id }) {
    if (TRY_LATER.has(code)) tryLater(id);
    else if (id && code === NAME_TAKEN) outbox.doubt(id, detail);
    else if (id) outbox.refuse(id, detail);
    else composer.showNotice(detail);
  },

  reset({ epoch }) {
    timeline.forget();
    timeline.epoch = epoch;
    view.clear();
  },
};

const socket = new LiveSocket({
  address,
  received: dispatcher(ON_EVENT),
  status,
  stops: STOPS,
});

function status(facts) {
  view.showStatus(facts);
  if (facts.state === "unknown") outbox.end(GONE);
}

function address() {
  const known = timeline.last === null ? {} : { after: timeline.last, epoch: timeline.epoch };
  return socketUrl(view.socketPath, known);
}

/** What the two ways of sending call, with the two fields as they were typed. */
export function say(userName, message) {
  composer.fieldChanged();
  const author = userName.trim();
  const text = tidy(message);
  if (!text) return;
  if (!author) return composer.askName(text);
  if ([...text].length > MESSAGE_MOST) return composer.giveBack(text);
  const id = newId();
  name.write(author);
  sent.write([...sent.read(), id].slice(-OWN_MOST));
  outbox.add(id, author, text);
  view.goToEnd();
}

/** Blank lines around go; what begins a line stays, for those who paste a program. */
function tidy(message) {
  const text = message.normalize("NFC").replace(/^\s*\n/, "").trimEnd();
  return text.includes("\n") ? text : text.trim();
}

function ask(request) {
  if (request) socket.send(request);
}

function tryLater(id) {
  if (id) return outbox.retry();
  setTimeout(() => {
    timeline.askAgain();
    ask(timeline.catchUp());
  }, LATER);
}

function dropOldest() {
  const first = view.dropOldest();
  if (first !== null) timeline.keepFrom(first);
}

composer.start({
  name: name.read(),
  draft: draft.read(),
  messageMost: MESSAGE_MOST,
  onRename: name.write,
  onDraft: draft.write,
});
view.start({
  onEarlier: () => ask(timeline.earlier()),
  onRetry: () => socket.open(),
  onEdit: (id) => composer.giveBack(outbox.take(id).message),
  onResend: (id) => say(composer.author(), outbox.take(id).message),
  onDelete: (id) => outbox.take(id),
});
openProjection();
socket.open();
