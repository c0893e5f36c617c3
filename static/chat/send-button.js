/** The original lesson's other way of sending: a button, whose `click` is listened to. */

import { say } from "./chat.js";

function envoiMessage() {
  // récupération des champs de saisie
  let nom = document.getElementById("in1").value;
  let mess = document.getElementById("in2").value;
  // initialise le champ message
  document.getElementById("in2").value = "";
  // donne le focus au champ message
  document.getElementById("in2").focus();
  // émission du message à travers la WebSocket
  say(nom, mess);
}

document.getElementById("bpEnvoi").addEventListener("click", envoiMessage);
