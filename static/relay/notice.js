/* Comes first in each page of a pupil's server at a visitor's: a page without an origin has no storage, no cookie and no
   dialog. Usual code must not stop there; the browser's console says why nothing happens. */
(() => {
  const say = (what) => console.warn(`${what}\u00a0: ce serveur est celui d’un élève, sa page est isolée (sandbox) et n’en a pas le droit.`);
  const nothing = (name, result) => ({ configurable: true, writable: true, value: () => (say(name), result) });
  for (const [name, result] of [["alert"], ["confirm", false], ["prompt", null]]) Object.defineProperty(window, name, nothing(name, result));
  for (const name of ["localStorage", "sessionStorage"]) {
    const storage = { length: 0, getItem: () => null, setItem() {}, removeItem() {}, clear() {}, key: () => null };
    Object.defineProperty(window, name, { configurable: true, get: () => (say(name), storage) });
  }
  Object.defineProperty(document, "cookie", { configurable: true, get: () => (say("document.cookie"), ""), set: () => say("document.cookie") });
  for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel"]) delete window[name];
  addEventListener("securitypolicyviolation", ({ blockedURI }) =>
    console.warn(`${blockedURI}\u00a0: cette adresse sort du dossier de ce serveur. Écrite {% url %} ou {% static %}, elle y resterait.`),
  );
})();
