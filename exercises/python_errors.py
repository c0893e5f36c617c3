"""Python's and Channels' error messages, explained in French."""

import re

# Each: a pattern searched in the message; what it means. {0}, {1}… are the pattern's groups.
SYNTAX = [
    (r"expected ':'", "Il manque les deux points « : » à la fin de la ligne (après def, if, else, for, while, class)."),
    (r"'(.)' was never closed", "Le signe « {0} » ouvert sur cette ligne n'est jamais refermé."),
    (r"unmatched '(.)'", "Le signe « {0} » ferme quelque chose qui n'a pas été ouvert."),
    (r"closing parenthesis '(.)' does not match opening parenthesis '(.)'", "« {0} » ne ferme pas « {1} »."),
    (r"unterminated .*string literal", "Une chaîne de caractères est ouverte et jamais fermée : il manque un "
    "guillemet."),
    (r"expected an indented block", "Après la ligne qui finit par « : », la suite doit être décalée de quatre "
    "espaces."),
    (r"unexpected indent", "Cette ligne est décalée vers la droite sans raison : retirez les espaces de trop."),
    (r"unindent does not match", "Le décalage de cette ligne ne correspond à aucun des blocs ouverts au-dessus."),
    (r"inconsistent use of tabs", "Des tabulations et des espaces se mélangent : décalez toujours avec quatre "
    "espaces."),
    (r"cannot assign to", "À gauche de « = », il faut une variable, et rien d'autre."),
    (r"Maybe you meant '=='", "« = » donne une valeur, « == » compare : il faut sans doute « == » ici."),
    (r"forgot a comma", "Il manque sans doute une virgule entre deux éléments de cette ligne."),
    (r"'await' outside", "« await » n'est permis que dans une fonction qui commence par « async def »."),
    (r"'(return|yield|async with|async for)' outside", "« {0} » est en dehors d'une fonction : vérifiez le décalage."),
    (r"invalid (?:non-printable )?character .*U\+00A0", "Cette ligne contient une espace insécable, sans doute copiée "
     "d'une page : effacez-la et tapez une espace ordinaire."),
    (r"invalid (?:non-printable )?character (?:'(.)' )?", "Le signe « {0} » n'existe pas en Python : les guillemets "
     "s'écrivent \" ou ', et le tiret -."),
    (r"unicode error|codec can't decode|Non-UTF-8", "Le fichier n'est pas enregistré en UTF-8 : dans votre éditeur, "
     "choisissez « Enregistrer avec l'encodage UTF-8 »."),
    (r"f-string", "Dans cette chaîne f\"…\", une accolade n'est pas refermée ou ce qu'elle contient n'est pas du "
    "Python."),
    (r"Missing parentheses in call to 'print'", "print est une fonction : print(\"…\"), avec des parenthèses."),
    (r"positional argument follows keyword", "Les paramètres nommés (nom=valeur) viennent après tous les autres."),
    (r"expected 'except' or 'finally'", "Un « try » doit être suivi d'un « except »."),
]  # fmt: skip
OTHER_SYNTAX = (
    "Python ne comprend pas cette ligne. L'erreur se trouve parfois à la fin de la précédente : "
    "parenthèse, guillemet, virgule ou « : » oublié."
)

# Each: a pattern searched in "Type: message"; the name of the mistake; what happened; the next step.
EXCEPTIONS = [
    (r"No handler for message type (\S+)", "no_handler",
     "Un évènement de type « {0} » est arrivé à votre ChatConsumer, qui n'a pas de méthode pour lui.",
     "Le type choisit la méthode, le point devenant un souligné : « chat.message » appelle chat_message. Écrivez cette "
     "méthode, ou corrigez le type dans group_send. Si ce type vient du navigateur, ne transmettez pas son "
     "dictionnaire : "
     "fabriquez-en un nouveau."),
    (r"Group name must be a valid", "group_name",
     "Channels a refusé un nom de groupe.",
     "Un nom de groupe n'admet que des lettres sans accent, des chiffres, « - », « _ » et « . », moins de 100 en "
     "tout : ni "
     "accent, ni espace, ni apostrophe. Fabriquez à partir du salon un nom qui respecte cette règle."),
    (r"Channel name must be a valid", "channel_name",
     "Channels a refusé une adresse de client.",
     "channel_layer.send attend en premier l'adresse d'un client (son self.channel_name), pas le nom d'une personne."),
    (r"Socket has not been accepted", "sent_before_accept",
     "Votre serveur a écrit au client avant d'avoir accepté sa connexion.",
     "Dans connect, placez await self.accept() en premier : on n'écrit qu'à une WebSocket ouverte."),
    (r"JSON object must be str, bytes", "loads_twice",
     "json.loads a reçu autre chose que du texte.",
     "json.loads transforme un texte en dictionnaire : ne l'appelez qu'une fois, sur text_data."),
    (r"string indices must be integers", "forgot_loads",
     "Votre programme cherche une clé dans une chaîne de caractères.",
     "Une trame arrive sous forme de texte : trame = json.loads(text_data) en fait un dictionnaire."),
    (r"JSONDecodeError", "bad_json",
     "json.loads a reçu un texte qui n'est pas du JSON.",
     "Affichez ce texte avec print pour voir ce qu'il contient."),
    (r"Object of type (\w+) is not JSON serializable", "not_serializable",
     "json.dumps ne sait pas écrire un objet de type {0}.",
     "Le JSON connaît les dictionnaires, les listes, les textes et les nombres : convertissez d'abord, par exemple "
     "avec "
     "list(…)."),
    (r"'(?:dict|list)' object has no attribute 'encode'", "forgot_dumps",
     "self.send a reçu un dictionnaire : sur le réseau ne voyage que du texte.",
     "Écrivez await self.send(text_data=json.dumps(…))."),
    (r"Message is not a dict|message is not a dict", "message_not_dict",
     "group_send (ou send) de channel_layer a reçu autre chose qu'un dictionnaire.",
     "Donnez-lui un dictionnaire avec une clé \"type\", sans json.dumps : le JSON ne sert que vers le navigateur."),
    (r"Incoming message has no 'type'", "no_type_in_group",
     "Un dictionnaire sans clé \"type\" est arrivé par le groupe : Channels ne sait pas quelle méthode appeler.",
     "Ajoutez \"type\": \"chat.message\" (ou le nom de votre méthode) au dictionnaire donné à group_send."),
    (r"can't be used in 'await' expression", "not_async",
     "await a été appliqué à une fonction qui n'est pas « async ».",
     "connect, receive, disconnect et les méthodes appelées par le groupe s'écrivent async def. Devant une fonction "
     "ordinaire (print, json.dumps…), pas de await."),
    (r"(\w+)\(\) got an unexpected keyword argument '(\w+)'", "signature",
     "Channels appelle {0} avec le paramètre {1}, que votre méthode n'accepte pas.",
     "Gardez les en-têtes d'origine : receive(self, text_data), disconnect(self, code), chat_message(self, event)."),
    (r"(\w+)\(\) (?:takes|missing) \d+ .*positional argument", "signature",
     "{0} a été appelée avec un autre nombre de paramètres que ceux de sa définition.",
     "Gardez les en-têtes d'origine : connect(self), receive(self, text_data), disconnect(self, code), et "
     "chat_message(self, event) pour les méthodes appelées par le groupe."),
    (r"KeyError: (.*)", "missing_key",
     "Votre programme a lu la clé « {0} » dans un dictionnaire qui ne la contient pas.",
     "Si c'est une clé d'une trame, vérifiez son orthographe et ses majuscules ; toutes les trames n'ont pas les mêmes "
     "clés : regardez d'abord trame[\"type\"]. Si c'est un salon ou un nom, il n'est pas (ou plus) "
     "dans votre dictionnaire : testez « in », ou donnez une valeur par défaut avec .get(clé, valeur)."),
    (r"UnboundLocalError: .*variable '(\w+)'", "global",
     "La variable {0} est modifiée dans une fonction sans être déclarée commune à toutes.",
     "Ajoutez la ligne « global {0} » au début de la fonction, ou rangez la valeur dans un dictionnaire."),
    (r"NameError: name '(\w+)' is not defined", "name",
     "Le nom {0} n'existe pas à cet endroit.",
     "Une variable d'une méthode n'existe pas dans les autres : gardez-la dans l'objet, self.{0}. Sinon, vérifiez "
     "l'orthographe, ou l'import en haut du fichier."),
    (r"AttributeError: '?(\w+)'? object has no attribute '(\w+)'", "attribute",
     "Un objet {0} n'a pas d'attribut {1}.",
     "Vérifiez l'orthographe. S'il s'agit de self.{1}, il doit avoir reçu sa valeur avant, par exemple dans connect."),
    (r"ModuleNotFoundError: No module named '(\S+)'", "module",
     "Le module {0} n'existe pas sur cet ordinateur.",
     "Vérifiez l'orthographe de la ligne import."),
    (r"MemoryError", "memory",
     "Votre programme a rempli la mémoire.",
     "Cherchez une boucle qui ajoute sans fin des éléments à une liste."),
    (r"RecursionError", "recursion",
     "Une fonction s'appelle elle-même sans fin.",
     "Une méthode ne doit pas porter le nom de celle qu'elle appelle : send, par exemple, est déjà prise."),
    (r"RuntimeError: no other program", "program",
     "Votre programme a voulu lancer un autre programme (os.system, subprocess, fork…).",
     "Un serveur de chat n'en a pas besoin : retirez cet appel."),
    (r"RuntimeError: exit\(\)|SystemExit", "exit",
     "Votre programme a demandé à se terminer avec exit() ou quit().",
     "Un serveur ne s'arrête pas : retirez cet appel."),
]  # fmt: skip
OTHER_EXCEPTION = "Lisez la ligne indiquée : que valent ses variables à ce moment ? Un print juste avant vous le dira."


def explain_syntax(message):
    for pattern, meaning in SYNTAX:
        if match := re.search(pattern, message):
            return meaning.format(*[group or "" for group in match.groups()])
    return OTHER_SYNTAX


def explain_exception(name, message):
    """The name of the mistake, what happened, the next step."""
    for pattern, code, did, advice in EXCEPTIONS:
        if match := re.search(pattern, f"{name}: {message}"):
            return code, did.format(*match.groups()), advice.format(*match.groups())
    return "exception", f"Python s'est arrêté sur une erreur {name} : {message}", OTHER_EXCEPTION
