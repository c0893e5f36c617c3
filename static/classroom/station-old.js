// For browsers that know no modules, in words that they know: say so to the reader, and to the desk.
(function () {
  var request = new XMLHttpRequest();
  document.addEventListener("DOMContentLoaded", function () {
    var result = document.getElementById("station-result");
    result.className = "note danger";
    result.textContent = "Ce navigateur est trop ancien pour la leçon.";
    request.open("POST", location.pathname);
    request.setRequestHeader("X-CSRFToken", document.getElementsByName("csrfmiddlewaretoken")[0].value);
    request.send(JSON.stringify({ modules: false }));
  });
})();
