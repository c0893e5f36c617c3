const socket = new WebSocket(location.origin.replace("http", "ws") + document.body.dataset.socket);
const nom = document.getElementById("in1");
const message = document.getElementById("in2");

document.getElementById("myForm").addEventListener("submit", (event) => {
  event.preventDefault();
  // connexion pas encore ouverte, ou fermée : le message reste dans son champ
  if (socket.readyState !== WebSocket.OPEN) return;
  socket.send(JSON.stringify({ userName: nom.value, message: message.value }));
  message.value = "";
  message.focus();
});

socket.onmessage = (event) => {
  const trame = JSON.parse(event.data);
  const ligne = document.createElement("p");
  ligne.textContent = `${trame.userName} : ${trame.message}`;
  document.getElementById("zoneMessage").append(ligne);
};
