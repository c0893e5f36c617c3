// L'élément à surveiller, trouvé par son id.
const titre = document.getElementById("titre");

// Le gestionnaire : ce que fait le navigateur à chaque clic. Le serveur n'en sait rien.
function passerEnOrange() {
  titre.style.color = "orange";
  titre.textContent = "Je suis orange !";
}

// La fonction est donnée sans parenthèses : c'est le navigateur qui l'appellera.
titre.addEventListener("click", passerEnOrange);
