/** The original lesson's way of sending: a form, whose `submit` is intercepted. */

import { say } from "./chat.js";

function repFormulaire(evt) {
  // bloque l'envoi du formulaire : la page n'est pas rechargée
  evt.preventDefault();
  // récupération des champs de saisie du formulaire
  let nom = document.getElementById("in1").value;
  let mess = document.getElementById("in2").value;
  // initialise le champ message
  document.getElementById("in2").value = "";
  // donne le focus au champ message
  document.getElementById("in2").focus();
  // émission du message à travers la WebSocket
  say(nom, mess);
}

document.getElementById("myForm").addEventListener("submit", repFormulaire);
