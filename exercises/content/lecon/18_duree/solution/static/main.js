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

// Un formulaire envoyé recharge la page, ce qui fermerait la WebSocket : preventDefault l'en empêche.
function envoyerLeFormulaire(evt) {
  evt.preventDefault();
  envoyer();
  message.value = "";
  message.focus();
}

document.getElementById("myForm").addEventListener("submit", envoyerLeFormulaire);

// Ce qui vient d'un voisin est du texte, jamais du HTML : textContent et append n'exécutent rien.
function afficherMessage(trame) {
  document.getElementById("initMess").textContent = "";
  const gras = document.createElement("b");
  gras.textContent = trame.userName;
  const ligne = document.createElement("p");
  ligne.append(gras, " ", trame.message);
  document.getElementById("zoneMessage").append(ligne);
}

// En français, 0 et 1 sont au singulier.
function afficherNombre(nombre) {
  document.getElementById("nbClients").textContent = nombre > 1 ? nombre + " participants" : nombre + " participant";
}

// À chaque trame : JSON.parse fait du texte un objet, et son type dit ce qu'il faut en faire.
socket.onmessage = (evt) => {
  const trame = JSON.parse(evt.data);
  if (trame.type === "message") afficherMessage(trame);
  if (trame.type === "presence") afficherNombre(trame.nbClients);
  if (trame.type === "elapsed") document.getElementById("timeChat").textContent = "Durée : " + trame.timeChat + " s";
};
