// Outil de la leçon, pas du chat : les boutons « Couper » et « Rétablir la connexion » du petit navigateur.

document.addEventListener("socket:cut", () => socket.close());

document.addEventListener("socket:restore", () => {
  let { url, onopen, onmessage, onclose } = socket;
  socket = Object.assign(new WebSocket(url), { onopen, onmessage, onclose });
});
