const titre = document.getElementById("titre");

function passerEnOrange() {
  titre.style.color = "orange";
}

titre.addEventListener("click", passerEnOrange);
