/** What the frames and the closing codes of the chats mean, for the diagram. */

import { duration, plural, quoted } from "../site/french.js";

const LONGEST = 30; // characters of a message quoted in a label

const said = ({ userName, message }) => [userName, quoted(message, LONGEST)].filter(Boolean).join("\u00a0: ");

/** Of both chats: the plain one speaks the first three. */
const frames = {
  message: { gloss: "un message, avec le nom de qui l’écrit", says: said },
  presence: {
    gloss: "combien de clients sont connectés à ce salon",
    says: ({ nbClients }) => plural(nbClients, "participant"),
  },
  elapsed: {
    gloss: "depuis combien de secondes le chat dure",
    says: ({ timeChat }) => duration(timeChat),
    periodic: true,
  },
  welcome: {
    gloss: "le salon se présente\u00a0: son titre et le numéro (lastNumber) de son dernier message",
    says: ({ title }) => quoted(title, LONGEST),
  },
  messages: {
    gloss: "des messages du salon, chacun avec son numéro\u00a0; more dit s’il en reste à demander",
    says: ({ messages }) => (messages.length === 1 ? oneOf(messages[0]) : plural(messages.length, "message")),
  },
  history: { gloss: "demande les messages qui manquent, avant ou après un numéro" },
  removed: { gloss: "un message a été retiré\u00a0: il ne faut plus le montrer" },
  removals: { gloss: "des messages ont été retirés\u00a0: il ne faut plus les montrer" },
  room: { gloss: "le salon vient d’être fermé ou rouvert, ou le silence d’y être demandé ou levé" },
  rooms: {
    gloss: "la liste des salons, avec leur nombre de participants",
    says: ({ rooms }) => plural(rooms.length, "salon"),
  },
  error: { gloss: "le serveur refuse, et dit pourquoi", says: ({ code }) => code },
  alive: { gloss: "rien de nouveau\u00a0: la liaison fonctionne", periodic: true },
  reset: { gloss: "le salon a été vidé\u00a0: il faut oublier ce qu’on en savait", says: () => "" },
};

const closings = {
  4403: "Cette connexion n’est pas permise.",
  4404: "Ce salon n’existe pas.",
  4413: "La trame est trop grande.",
  4429: "Trop de trames en peu de temps.",
};

export const VOCABULARY = { frames, closings };

function oneOf({ userName, message }) {
  return message ? said({ userName, message }) : "message retiré";
}
