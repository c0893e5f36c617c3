// Le chat de la leçon, en entier : ce que fait la page.

// Ouvre la WebSocket : son adresse est dans la page, <body data-socket="…">
let socket = new WebSocket(location.origin.replace("http", "ws") + document.body.dataset.socket);
socket.onopen = () => affiche("avis", "");
socket.onmessage = reception;
socket.onclose = () => affiche("avis", "Connexion fermée : rechargez la page.");

// Envoie les deux champs en une trame, du texte au format JSON
function envoiMessage() {
  let nom = document.getElementById("in1").value;
  let mess = document.getElementById("in2").value;
  if (nom === "" || mess === "") {
    affiche("avis", "Écrivez votre nom et un message.");
    return;
  }
  // connexion fermée : le message reste dans son champ
  if (socket.readyState !== WebSocket.OPEN) return;
  socket.send(JSON.stringify({ type: "message", userName: nom, message: mess }));
  affiche("avis", "");
  // vide le champ message et lui donne le focus
  document.getElementById("in2").value = "";
  document.getElementById("in2").focus();
}

// Première façon d'envoyer : un bouton
document.getElementById("bpEnvoi").addEventListener("click", envoiMessage);

// Seconde façon : un formulaire, dont on bloque l'envoi :
// sinon, le navigateur rechargerait la page
function repFormulaire(evt) {
  evt.preventDefault();
  envoiMessage();
}
document.getElementById("myForm").addEventListener("submit", repFormulaire);

// Une trame arrive du serveur : son type dit ce qu'il faut en faire
function reception(evt) {
  let trame = JSON.parse(evt.data);
  if (trame.type === "message") afficheMessage(trame.userName, trame.message);
  if (trame.type === "presence") afficheNombre(trame.nbClients);
  if (trame.type === "elapsed") afficheDuree(trame.timeChat);
  if (trame.type === "error") affiche("avis", trame.detail);
}

// Ajoute une ligne : le nom en gras, puis le message.
// Ce sont des textes, jamais du HTML
function afficheMessage(nom, mess) {
  affiche("initMess", "");
  let gras = document.createElement("b");
  gras.textContent = nom;
  let ligne = document.createElement("p");
  ligne.append(gras, " ", mess);
  let zone = document.getElementById("zoneMessage");
  zone.append(ligne);
  zone.scrollTop = zone.scrollHeight; // montre la dernière ligne
}

function afficheNombre(nombre) {
  if (nombre > 1) affiche("nbClients", nombre + " participants au chat !");
  else affiche("nbClients", nombre + " participant au chat !");
}

function afficheDuree(secondes) {
  affiche("timeChat", "Durée du chat : " + Math.floor(secondes / 60) + " min " + (secondes % 60) + " s");
}

function affiche(id, texte) {
  document.getElementById(id).textContent = texte;
}
