/**
 * The life of the engine: "absent", "loading" (files come), "starting" (Python starts), "ready", "busy" (a call is not
 * answered yet), "gone" (it ended and a new one starts by itself), "failed" (it cannot be had here) or "asleep".
 *
 *   const engine = new Engine({ host, frame, files, script, onState, onMessage });
 *   engine.start();
 *   const { verdict } = await engine.call("load", { files });    // rejected when the engine ends before it answers
 *   engine.send({ type: "event", id: 7, event });                // no answer
 *
 * `files` are [{ name, url, size }], `onState(state, details)`, `onMessage(message)` gets what nobody asked for.
 */

import { createMeter, FROM_ENGINE, isKnown } from "./protocol.js";

const BEAT = 1000; // milliseconds between two questions whether it is alive
const MOST_SILENT_BEATS = 10; // the stage stops a loop in Python after one second; this is one long call in C
const MOST_MESSAGES = 3000; // a second
const MOST_FAILURES = 3; // in a row, without having been ready

export class Engine {
  constructor({ host, frame, files, script, onState, onMessage }) {
    Object.assign(this, { host, address: frame, files, script, onState, onMessage });
    this.state = "absent";
    this.calls = new Map();
    this.number = 0; // of the engine: what an earlier one still says is dropped
    this.lastCall = 0;
    this.failures = 0;
    addEventListener("message", (event) => this.heardFrame(event));
    setInterval(() => this.beat(), BEAT);
  }

  async start() {
    this.number += 1;
    const number = this.number;
    this.silent = 0;
    try {
      this.setState("loading", { loaded: 0, total: this.total });
      this.handedOver = this.fetchAll(number);
      await this.handedOver;
      if (number === this.number) this.openFrame();
    } catch (error) {
      console.warn(error);
      if (number === this.number) this.fail("Le moteur n’a pas pu être chargé\u00a0: le site ne répond pas, ou la connexion a été coupée.");
    }
  }

  get total() {
    return this.files.reduce((sum, { size }) => sum + size, 0);
  }

  // The page fetches: its cache works, that of a frame without an origin does not.

  async fetchAll(number) {
    let loaded = 0;
    const count = (size) => {
      loaded += size;
      if (number === this.number && this.state === "loading") this.setState("loading", { loaded, total: this.total });
    };
    const script = fetch(this.script).then((answer) => answer.text());
    const files = this.files.map(async (file) => [file.name, await fetchCounting(file, count)]);
    const [source, ...found] = await Promise.all([script, ...files]);
    return { script: source, files: Object.fromEntries(found) };
  }

  openFrame() {
    this.setState("starting");
    this.frame = document.createElement("iframe");
    this.frame.setAttribute("sandbox", "allow-scripts");
    this.frame.setAttribute("title", "Moteur");
    this.frame.dataset.number = this.number;
    this.frame.hidden = true;
    this.frame.src = this.address;
    this.host.append(this.frame);
  }

  async heardFrame({ source, data }) {
    if (!this.frame || source !== this.frame.contentWindow) return;
    if (data?.type === "frame" && !this.port) this.handOver(await this.handedOver);
    else if (data?.type === "failed") this.end(String(data.text).slice(0, 500));
  }

  handOver({ script, files }) {
    const { port1, port2 } = new MessageChannel();
    const number = this.number;
    const floods = createMeter(MOST_MESSAGES);
    this.port = port1;
    this.port.onmessage = ({ data }) => {
      if (number !== this.number) return;
      if (floods()) this.end("Votre programme envoie trop de messages à la fois.");
      else this.heard(data);
    };
    this.frame.contentWindow.postMessage({ script, files }, "*", [port2, ...Object.values(files)]);
    this.handedOver = undefined;
  }

  // Messages

  heard(message) {
    if (!isKnown(FROM_ENGINE, message)) return console.error("engine: unknown message", message?.type);
    this.silent = 0;
    if (message.type === "ready") return this.isReady();
    if (message.type === "failed") return this.end(message.text);
    if (message.type === "loaded" || message.type === "judged") return this.answered(message);
    return message.type === "pong" ? undefined : this.onMessage(message);
  }

  isReady() {
    this.failures = 0;
    this.setState("ready", { number: this.number });
  }

  call(type, fields) {
    this.lastCall += 1;
    const call = this.lastCall;
    return new Promise((resolve, reject) => {
      if (!this.isAlive) return reject(new EngineGone());
      this.calls.set(call, { resolve, reject });
      this.setState("busy");
      return this.send({ type, call, ...fields });
    });
  }

  answered(message) {
    const waiting = this.calls.get(message.call);
    this.calls.delete(message.call);
    if (!this.calls.size) this.setState("ready", { number: this.number });
    waiting?.resolve(message);
  }

  send(message) {
    if (this.isAlive) this.port.postMessage(message);
  }

  get isAlive() {
    return this.state === "ready" || this.state === "busy";
  }

  // Its end

  /** Not while the page is hidden: browsers slow the clocks of such pages down, each in its way. */
  beat() {
    if (!this.isAlive || document.hidden) return;
    this.silent += 1;
    if (this.silent > MOST_SILENT_BEATS) {
      this.end("Votre programme n’a pas rendu la main\u00a0: un seul calcul dure depuis plus de dix secondes.");
    } else this.port.postMessage({ type: "ping" });
  }

  /** End the worker, whatever it does, and start a new one. */
  end(reason) {
    console.error("engine", reason);
    this.dismiss();
    this.failures += 1;
    if (this.failures > MOST_FAILURES) return this.fail(lastLine(reason));
    this.setState("gone", { reason: lastLine(reason) });
    return this.start();
  }

  fail(reason) {
    this.dismiss();
    this.setState("failed", { reason });
  }

  sleep() {
    this.dismiss();
    this.setState("asleep");
  }

  dismiss() {
    this.number += 1;
    this.frame?.remove(); // and with it the worker
    this.port?.close();
    this.frame = this.port = undefined;
    const waiting = [...this.calls.values()];
    this.calls.clear();
    waiting.forEach(({ reject }) => reject(new EngineGone()));
  }

  setState(state, details = {}) {
    this.state = state;
    this.onState(state, details);
  }
}

/** Of a traceback: what happened. */
function lastLine(text) {
  return text.trim().split(/[\r\n]+/).pop();
}

export class EngineGone extends Error {}

/** The file's bytes, each written once to where it stays: a Blob would leave a second copy in the browser. */
async function fetchCounting({ url, size }, count) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  const bytes = new Uint8Array(size);
  let length = 0;
  const reader = response.body.getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    bytes.set(value, length);
    length += value.length;
    count(value.length);
  }
  if (length !== size) throw new Error(`${length} bytes instead of ${size}: ${url}`);
  return bytes.buffer;
}
