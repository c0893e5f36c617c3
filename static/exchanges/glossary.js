/** One French line for each method and each header that a pupil meets. */

const METHODS = {
  GET: "demander une ressource, sans rien changer sur le serveur",
  POST: "envoyer des données au serveur, dans le corps",
  HEAD: "demander les en-têtes seuls, sans le corps",
  PUT: "déposer ou remplacer une ressource",
  PATCH: "modifier une partie d’une ressource",
  DELETE: "supprimer une ressource",
  OPTIONS: "demander ce que le serveur permet",
};

const HEADERS = {
  accept: "les formats que le client sait lire, du préféré au moins aimé",
  "accept-encoding": "les compressions que le client sait défaire",
  "accept-language": "les langues préférées de l’utilisateur",
  allow: "les méthodes permises à cette adresse",
  authorization: "de quoi s’identifier",
  "cache-control": "combien de temps une copie peut être gardée",
  connection: "que faire de la connexion après cet échange",
  "content-encoding": "la compression du corps",
  "content-language": "la langue du contenu",
  "content-length": "la taille du corps, en octets",
  "content-security-policy": "ce que la page a le droit de charger et d’exécuter",
  "content-type": "le format du corps",
  cookie: "les cookies gardés pour ce site, renvoyés d’eux-mêmes",
  "cross-origin-opener-policy": "isole la page de celles d’autres sites",
  date: "quand la réponse a été faite",
  dnt: "l’utilisateur préfère ne pas être pisté",
  etag: "l’empreinte de cette version : si elle ne change pas, la copie gardée suffit",
  expires: "jusqu’à quand une copie reste valable",
  host: "le site demandé : un même serveur peut en servir plusieurs",
  "if-modified-since": "n’envoyer la page que si elle a changé depuis cette date",
  "if-none-match": "n’envoyer la page que si son empreinte (ETag) a changé",
  "keep-alive": "combien de temps garder la connexion ouverte",
  "last-modified": "la date de la dernière modification",
  location: "l’adresse où aller ensuite",
  origin: "le site de la page qui envoie cette requête",
  "permissions-policy": "les fonctions du navigateur permises à la page",
  pragma: "ancienne façon de demander une page fraîche",
  priority: "l’urgence de cette requête pour le navigateur",
  range: "la partie demandée",
  referer: "la page d’où vient cette requête (le mot est mal orthographié depuis 1996)",
  "referrer-policy": "ce que le navigateur dira de la page d’où il vient",
  "retry-after": "combien de temps attendre avant de recommencer",
  "sec-websocket-accept": "la réponse calculée à partir de la clé : preuve que le serveur parle WebSocket",
  "sec-websocket-extensions": "des options de la WebSocket, comme la compression",
  "sec-websocket-key": "un nombre au hasard auquel le serveur doit savoir répondre",
  "sec-websocket-protocol": "le langage parlé dans la WebSocket",
  "sec-websocket-version": "la version du protocole WebSocket",
  server: "le programme qui répond",
  "set-cookie": "le serveur demande au navigateur de garder ce cookie",
  "strict-transport-security": "ne plus venir que par HTTPS",
  upgrade: "le protocole vers lequel passer : ici, WebSocket",
  "upgrade-insecure-requests": "le client préfère HTTPS si le site le propose",
  "user-agent": "le navigateur et le système du client",
  vary: "les en-têtes de la requête dont dépend la réponse",
  via: "les intermédiaires traversés",
  "www-authenticate": "comment s’identifier",
  "x-content-type-options": "ne pas deviner un autre format que celui annoncé",
  "x-forwarded-for": "l’adresse du client, transmise par un intermédiaire",
  "x-frame-options": "quels sites peuvent mettre cette page dans un cadre",
};

/** Headers that ask for something else in a request than what they say in a response. */
const IN_A_REQUEST = {
  "cache-control": "ne pas se servir d’une copie gardée sans la vérifier auprès du serveur",
};

const FAMILIES = [
  ["sec-ch-", "un indice sur le navigateur et le système du client"],
  ["sec-fetch-", "pourquoi et depuis où le navigateur fait cette requête"],
  ["x-", "un en-tête propre à ce site ou à cet outil"],
];

export function explainMethod(method) {
  return METHODS[method] ?? "";
}

/** `asked`: the header stands in a request. */
export function explainHeader(name, { asked = false } = {}) {
  const key = name.toLowerCase();
  const family = FAMILIES.find(([prefix]) => key.startsWith(prefix));
  return (asked && IN_A_REQUEST[key]) || (HEADERS[key] ?? family?.[1] ?? "");
}
