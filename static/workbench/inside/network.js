// Stand-ins for what talks to a server: usual code runs unchanged, over messages.

const NO_BODY = new Set([101, 204, 205, 304]);

window.fetch = async (input, options) => {
  const request = new Request(input instanceof Request ? input : absolute(input), options);
  if (!isOwn(new URL(request.url))) {
    throw new TypeError(`Votre page ne peut parler qu’à votre serveur, pas à ${request.url}`);
  }
  const body = /^(GET|HEAD)$/.test(request.method) ? null : new Uint8Array(await request.arrayBuffer());
  const answer = await ask(request.method, request.url, Object.fromEntries(request.headers), body);
  if (answer.failed) throw new TypeError("Le serveur n’a pas répondu.");
  const headers = answer.headers.filter(([name]) => name !== "set-cookie");
  const response = new Response(NO_BODY.has(answer.status) ? null : answer.body, { status: answer.status, headers });
  return define(response, "url", { value: answer.url });
};

class Speaker extends EventTarget {
  tell(event) {
    this[`on${event.type}`]?.call(this, event);
    this.dispatchEvent(event);
  }
}

window.XMLHttpRequest = class XMLHttpRequest extends Speaker {
  readyState = 0;
  status = 0;
  responseText = "";
  response = null;
  responseType = "";
  #headers = {};
  #received = new Headers();

  open(method, url, waits = true) {
    if (!waits) throw new Error("Une XMLHttpRequest synchrone est impossible ici : écrivez open(méthode, adresse).");
    Object.assign(this, { method: method.toUpperCase(), url });
    this.#reach(1);
  }

  setRequestHeader(name, value) {
    this.#headers[name] = value;
  }

  getResponseHeader(name) {
    return this.#received.get(name);
  }

  abort() {
    this.aborted = true;
    this.tell(new Event("abort"));
  }

  async send(body) {
    const { method, url } = this;
    try {
      const content = body === undefined || body === null || method === "GET" ? {} : { body };
      this.#take(await fetch(url, { method, headers: this.#headers, ...content }));
    } catch {
      this.#end("error");
    }
  }

  async #take(answer) {
    this.status = answer.status;
    this.responseURL = answer.url;
    this.#received = answer.headers;
    const text = await answer.text();
    if (this.aborted) return;
    this.responseText = text;
    this.response = this.responseType === "json" ? JSON.parse(text) : text;
    this.#end("load");
  }

  #end(type) {
    this.#reach(4);
    this.tell(new Event(type));
    this.tell(new Event("loadend"));
  }

  #reach(state) {
    this.readyState = state;
    this.tell(new Event("readystatechange"));
  }
};

window.WebSocket = class WebSocket extends Speaker {
  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSING = 2;
  static CLOSED = 3;
  readyState = 0;
  binaryType = "blob";
  bufferedAmount = 0;
  protocol = "";

  constructor(address) {
    super();
    const url = new URL(address, base);
    url.protocol = url.protocol.replace("http", "ws");
    if (!/^wss?:$/.test(url.protocol)) {
      throw new DOMException(`L’adresse d’une WebSocket commence par ws:// : ${address}`, "SyntaxError");
    }
    Object.assign(this, { url: url.href, id: nextNumber() });
    if (isOwn(url)) this.#connect();
    else this.#stranger(url);
  }

  #connect() {
    sockets.set(this.id, this);
    say({ type: "open", id: this.id, url: this.url });
  }

  #stranger({ host }) {
    say({ type: "note", text: `Votre page ouvre une WebSocket vers ${host}, qui n’est pas votre serveur (${site}).` });
    setTimeout(() => this.hear({ event: "close", code: 1006, reason: "" }));
  }

  hear({ event, data, code, reason }) {
    if (event === "open") {
      this.readyState = 1;
      this.tell(new Event("open"));
    } else if (event === "message" && this.readyState === 1) {
      this.tell(new MessageEvent("message", { data: this.#shaped(data), origin: new URL(this.url).origin }));
    } else if (event === "close") this.#over(code, reason);
  }

  #shaped(data) {
    if (typeof data === "string") return data;
    return this.binaryType === "blob" ? new Blob([data]) : data.buffer;
  }

  #over(code, reason) {
    sockets.delete(this.id);
    this.readyState = 3;
    if (code === 1006) this.tell(new Event("error"));
    this.tell(new CloseEvent("close", { code, reason, wasClean: code !== 1006 }));
  }

  send(data) {
    if (this.readyState === 0) {
      throw new DOMException("La WebSocket n’est pas encore ouverte : attendez l’évènement open.", "InvalidStateError");
    }
    if (this.readyState !== 1) return;
    const bytes = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : data;
    say({ type: "send", id: this.id, data: bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : ArrayBuffer.isView(bytes) ? bytes : String(bytes) });
  }

  close(code = 1000, reason = "") {
    if (this.readyState > 1) return;
    say({ type: "close", id: this.id, code, reason: String(reason).slice(0, 120) });
    this.readyState = 2;
    setTimeout(() => this.#over(code, reason));
  }
};

window.EventSource = class EventSource {
  constructor() {
    throw new Error("EventSource n’existe pas ici : utilisez fetch ou une WebSocket.");
  }
};
