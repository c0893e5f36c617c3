/** The live diagram, with a lifeline for each client that is shown: another number of clients is another diagram. */

import { createDiagram } from "../exchanges/diagram.js";

const LIFELINES = { 1: ["A", "server"], 2: ["A", "server", "B"], 3: ["A", "server", "B", "C"] };
const VISITORS = "V"; // who come from the network
const MOST_EVENTS = 300;

export class Exchange {
  constructor(host) {
    this.host = host;
    this.events = [];
    this.last = 0;
  }

  setClients(count) {
    this.count = count;
    this.draw();
  }

  draw() {
    const host = document.createElement("div");
    this.host.replaceChildren(host);
    this.diagram = createDiagram(host, {
      lifelines: [...LIFELINES[this.count], ...(this.hasVisitors ? [VISITORS] : [])],
      hideFiles: true,
      empty: "Aucun échange pour l’instant.",
      events: this.events,
      onClear: () => this.events.splice(0),
    });
  }

  add(event) {
    this.last += 1;
    const numbered = { ...event, seq: this.last };
    this.events.push(numbered);
    if (this.events.length > MOST_EVENTS) this.events.shift();
    if (event.client !== VISITORS || this.hasVisitors) return this.diagram.add([numbered]);
    this.hasVisitors = true;
    return this.draw();
  }
}
