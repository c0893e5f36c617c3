// Le script de la page « direct ».

// La WebSocket s'ouvre vers le serveur qui a donné la page : http devient ws, et data-socket est dans <body>.
const socket = new WebSocket(location.origin.replace("http", "ws") + document.body.dataset.socket);
const nom = document.getElementById("in1");
const message = document.getElementById("in2");

// Sur le réseau voyage du texte : JSON.stringify l'écrit à partir de l'objet.
function envoyer() {
  socket.send(JSON.stringify({ type: "message", userName: nom.value, message: message.value }));
}

document.getElementById("bpEnvoi").addEventListener("click", envoyer);
