/** Status codes of HTTP and closing codes of WebSocket, explained to a pupil. */

const STATUS_CODES = {
  101: "Le serveur accepte de changer de protocole : la même connexion parle désormais WebSocket.",
  200: "Tout va bien : la réponse contient ce qui était demandé.",
  201: "Le serveur a créé ce qui lui était demandé.",
  204: "Tout va bien, et il n’y a rien à afficher : la réponse n’a pas de corps.",
  206: "Le serveur n’envoie que la partie demandée.",
  301: "La page a définitivement changé d’adresse : l’en-tête Location donne la nouvelle.",
  302: "La page se trouve pour le moment à une autre adresse : le navigateur la demande aussitôt.",
  303: "Le traitement est fait : le navigateur va lire le résultat à l’adresse de l’en-tête Location, par GET.",
  304: "La page n’a pas changé : le navigateur reprend la copie qu’il avait gardée, rien n’est renvoyé.",
  307: "Même demande à refaire à une autre adresse, avec la même méthode et le même corps.",
  308: "Adresse définitivement changée ; même méthode et même corps à la nouvelle.",
  400: "Le serveur ne comprend pas la requête : elle est mal formée.",
  401: "Il faut d’abord s’identifier.",
  403: "Le serveur a compris, mais refuse : cette demande n’est pas permise.",
  404: "Le serveur ne connaît aucune page à cette adresse.",
  405: "La page existe, mais pas pour cette méthode (par exemple POST au lieu de GET).",
  406: "Le serveur n’a rien dans un format que le client accepte.",
  408: "Le client a mis trop de temps à envoyer sa requête.",
  409: "La demande contredit l’état actuel des données.",
  410: "La page a existé, elle n’existe plus.",
  413: "Le corps de la requête est trop grand pour ce serveur.",
  414: "L’adresse demandée est trop longue.",
  415: "Le serveur ne sait pas lire ce format de données.",
  418: "« Je suis une théière » : un poisson d’avril de 1998, jamais retiré.",
  422: "La requête est bien formée, mais ses données ne conviennent pas.",
  426: "Il faut passer à un autre protocole pour cette adresse.",
  429: "Trop de requêtes en peu de temps : il faut attendre avant de recommencer.",
  500: "Le programme du serveur a rencontré une erreur : la faute n’est pas au client.",
  501: "Le serveur ne sait pas traiter cette méthode.",
  502: "Un serveur intermédiaire a reçu une réponse incorrecte.",
  503: "Le serveur ne peut pas répondre pour le moment : trop chargé ou en maintenance.",
  504: "Un serveur intermédiaire a attendu une réponse trop longtemps.",
};

const STATUS_FAMILIES = {
  1: "1xx : information, l’échange continue.",
  2: "2xx : succès.",
  3: "3xx : redirection, il faut chercher ailleurs.",
  4: "4xx : erreur dans la demande du client.",
  5: "5xx : erreur du serveur.",
};

const CLOSE_CODES = {
  1000: "Fermeture normale : la conversation est finie.",
  1001: "L’un des deux s’en va : page quittée ou rechargée, serveur arrêté.",
  1002: "L’un des deux n’a pas respecté le protocole WebSocket.",
  1003: "Type de données que l’autre ne sait pas lire.",
  1005: "Fermeture sans code.",
  1006: "Coupure sans adieu : câble débranché, page tuée, réseau perdu. Aucune trame de fermeture n’est arrivée.",
  1007: "Le texte reçu n’est pas de l’UTF-8 valide.",
  1008: "Règle non respectée.",
  1009: "Trame trop grande.",
  1011: "Le programme du serveur a rencontré une erreur.",
  1012: "Le serveur redémarre : le client peut revenir dans un instant.",
  1013: "Le client ne lit pas assez vite, ou le serveur est trop chargé : revenir plus tard.",
};

export function explainStatus(status) {
  return STATUS_CODES[status] ?? STATUS_FAMILIES[Math.floor(status / 100)] ?? "Code inconnu.";
}

/** `closings`: what the application means by the codes of its own, from 4000. */
export function explainClose(code, closings = {}) {
  if (CLOSE_CODES[code]) return CLOSE_CODES[code];
  if (code < 4000) return "Code inconnu.";
  return [closings[code], "Code choisi par l’application."].filter(Boolean).join(" ");
}
