// The ways to the page around: one port, questions with a number, answers.
// These files are put one after the other into the pane's document, inside one function: they share what they define.

const waiting = new Map(); // number → resolve, of questions
const sockets = new Map(); // number → stand-in for a WebSocket
let port;
let base; // the address of the page, in the pupil's site
let site; // the name under which the pupil knows it, localhost:8000
let lastNumber = 0;

const say = (message) => port.postMessage(message);
const absolute = (address) => new URL(address, base).href;
const define = (object, name, description) =>
  Object.defineProperty(object, name, { configurable: true, enumerable: true, ...description });

function nextNumber() {
  lastNumber += 1;
  return lastNumber;
}

function ask(method, url, headers, body) {
  const id = nextNumber();
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    say({ type: "request", id, method, url: absolute(url), headers, body });
  });
}

function visit(method, url, headers = {}, body = null) {
  say({ type: "visit", method, url: absolute(url), headers, body });
}

function isOwn(url) {
  return url.host === new URL(base).host || url.host === site;
}

const HEARD = {
  answer(message) {
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  },
  socket: (message) => sockets.get(message.id)?.hear(message),
  ping: () => say({ type: "pong" }),
};
