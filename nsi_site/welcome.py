"""What the console shows when the site starts: the addresses to give to the class."""

import io

import segno

from nsi_site import console_key, network

EVERY_CARD = ("0.0.0.0", "::")


def welcome(address, port, encoding, chez_port=""):
    """The text to print, in characters that `encoding` knows; `address` is what the server listens on.

    `chez_port` is the second one, of the pupils' own servers, if there is one.
    """
    lines = ["", "Le site est ouvert."]
    if address in EVERY_CARD:
        lines.append(f"  Sur ce PC :      http://localhost:{port}/")
        lines += for_the_class(port, encoding, network.lan_addresses())
    else:
        lines.append(f"  http://{network.as_host(address)}:{port}/")
    if chez_port:
        lines.append(f"Les serveurs des élèves sont au port {chez_port} : le pare-feu doit laisser passer les deux.")
    if console_key.is_there():
        lines.append(console_key.HINT)
    lines += ["Pour arrêter : Ctrl+C", ""]
    return "\n".join(lines).encode(encoding, "replace").decode(encoding)


def for_the_class(port, encoding, addresses):
    if not addresses:
        join = f"http://localhost:{port}/rejoindre"
        return [f"  Aucun réseau : la classe ne peut pas joindre ce PC. Quand il y en aura un, voyez {join}"]
    lines = [f"  Pour la classe : http://{lan}:{port}/" for lan in addresses]
    return [*lines, qr_code(f"http://{addresses[0]}:{port}/", encoding)]


def qr_code(text, encoding):
    """A QR code drawn with half blocks; empty where the console does not know these."""
    drawing = io.StringIO()
    segno.make_qr(text).terminal(drawing, border=2, compact=True)
    try:
        drawing.getvalue().encode(encoding)
    except UnicodeEncodeError:
        return ""
    return f"\n{drawing.getvalue()}"
