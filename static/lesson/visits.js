const nombre = Number(localStorage.getItem("visites")) + 1;

localStorage.setItem("visites", nombre);
document.getElementById("stored").textContent = nombre;
