"""The way from a pupil's PC to this one: networks, names, port, firewall, proxy."""

import socket
import sys

from django.conf import settings
from django.http.request import validate_host

from nsi_site import network, seen
from nsi_site.diagnostic.finding import CAUTION, OK, TO_TRY, TROUBLE, Finding

FIRST_PORT, TRIES = 8000, 100
PATIENCE = 2  # seconds
FIREWALL = {
    "win32": "Windows : « Pare-feu Windows Defender », « Autoriser une application », cochez Python pour les réseaux "
    "privés et publics.",
    "darwin": "macOS : Réglages, Réseau, Coupe-feu, Options : autorisez Python.",
    "linux": "Linux : sudo ufw allow {port}/tcp",
}


def networks(circumstances):
    """How many ways lead here."""
    found = network.lan_addresses()
    if not found:
        advice = "Branchez un câble ou rejoignez un Wi-Fi, puis recommencez."
        return Finding(
            TROUBLE, "Réseau", "Ce PC n’est relié à aucun réseau : la classe ne peut pas le joindre.", advice
        )
    if len(found) == 1:
        return Finding(OK, "Réseau", f"L’adresse de ce PC pour la classe est {found[0]}.")
    return Finding(
        CAUTION,
        "Réseau",
        f"Ce PC est sur plusieurs réseaux : {', '.join(found)}.",
        f"La classe doit prendre l’adresse du sien : {found[0]} est la plus probable. Coupez le VPN et les cartes "
        "inutiles si les élèves n’arrivent pas.",
    )


def hosts(circumstances):
    """Which names open the site, and which were tried in vain."""
    refused = [address for address in network.lan_addresses() if not validate_host(address, settings.ALLOWED_HOSTS)]
    if refused:
        return Finding(
            TROUBLE,
            "Noms",
            f"Le site refuse l’adresse de ce PC ({', '.join(refused)}) : « Requête incorrecte (400) ».",
            "Le réglage ALLOWED_HOSTS l’en empêche : enlevez-le, ou ajoutez-y cette adresse.",
        )
    if seen.Seen.wrong_hosts:
        names = ", ".join(list(seen.Seen.wrong_hosts)[-3:])
        advice = "Ce ne sont pas des noms de ce PC : donnez à la classe l’adresse de la page « Rejoindre »."
        return Finding(CAUTION, "Noms", f"Des postes ont demandé le site sous un autre nom : {names}.", advice)
    return Finding(OK, "Noms", "Le site répond à tous les noms et adresses de ce PC.")


def port(circumstances):
    """Where the site listens, or could."""
    if circumstances.port:
        return Finding(OK, "Port", f"Le site est ouvert sur le port {circumstances.port}.")
    for number in range(FIRST_PORT, FIRST_PORT + TRIES):
        try:
            with socket.create_server(("0.0.0.0", number)):
                return free_port(number)
        except OSError as error:
            reason = error.strerror
    advice = "Un antivirus ou une règle du lycée les interdit peut-être. Essayez : python3 start.py --port 8080"
    return Finding(TROUBLE, "Port", f"Aucun port de {FIRST_PORT} à {number} n’est libre ({reason}).", advice)


def free_port(number):
    if number == FIRST_PORT:
        return Finding(OK, "Port", f"Le port {number} est libre.")
    what = f"Le port {FIRST_PORT} est pris par un autre programme : le site prendra le port {number}."
    return Finding(CAUTION, "Port", what, f"L’adresse à taper finit alors par :{number}.")


def firewall(circumstances):
    """Knock at the LAN addresses; only another PC can tell for sure."""
    if not circumstances.port:
        return Finding(TO_TRY, "Pare-feu", "Le site est fermé.", "Ouvrez-le, puis recommencez.")
    for address in network.lan_addresses():
        try:
            socket.create_connection((address, circumstances.port), PATIENCE).close()
        except TimeoutError:
            return Finding(
                TROUBLE,
                "Pare-feu",
                f"{address} ne répond pas, même à ce PC : un pare-feu bloque.",
                opening(circumstances.port),
            )
        except OSError:
            what = f"Le site n’écoute pas à l’adresse {address}, mais sur ce PC seulement."
            return Finding(TROUBLE, "Pare-feu", what, "Arrêtez-le et relancez-le par start.py, sans autre adresse.")
    return other_pcs(circumstances)


def other_pcs(circumstances):
    if not circumstances.is_here:
        advice = "La page « Diagnostic » du bureau le dit, quand le site est ouvert."
        return Finding(TO_TRY, "Pare-feu", "D’ici, on ne sait pas si d’autres postes sont venus.", advice)
    count = len(seen.neighbours())
    if count:
        return Finding(OK, "Pare-feu", f"D’autres postes sont venus ({count}) : rien ne les bloque.")
    advice = f"Ouvrez /rejoindre avec un autre poste ou un téléphone. S’il n’arrive pas : {opening(circumstances.port)}"
    return Finding(TO_TRY, "Pare-feu", "Aucun autre poste n’est encore venu.", advice)


def opening(number):
    """How to open the firewall of this system."""
    return FIREWALL.get(sys.platform, FIREWALL["linux"]).format(port=number)


def proxy(circumstances):
    """Whether pupils' browsers pass by the school's proxy to come next door."""
    by_proxy = [address for address, visit in seen.neighbours().items() if visit.by_proxy]
    if settings.HTTPS or not by_proxy:
        what = (
            "Aucun navigateur n’est passé par un proxy."
            if circumstances.is_here
            else "Se voit quand le site est ouvert."
        )
        return Finding(OK, "Proxy", what)
    return Finding(
        CAUTION,
        "Proxy",
        f"Des navigateurs passent par le proxy du lycée ({', '.join(by_proxy[:3])}) : le chat en souffre.",
        "Demandez que l’adresse de ce PC soit une exception du proxy. Si toute la classe a la même adresse, mettez "
        "SHARED_ADDRESS = 1 dans var/reglages.txt.",
    )
