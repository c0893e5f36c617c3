"""`manage.py runserver`: daphne's command, ready for a class without any set-up."""

import errno
import os
import socket
import sys

from daphne.endpoints import build_endpoint_description_strings
from daphne.management.commands.runserver import Command as DaphneCommand
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, connections
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV

from nsi_site import (
    already_open,
    console_key,
    exposure,
    join,
    network,
    network_watch,
    private_folder,
    reloader,
    settings_file,
    teacher,
    upgrade,
)
from nsi_site.database_trouble import cause
from nsi_site.server import DEFAULTS, GuardedServer
from nsi_site.welcome import EVERY_CARD, welcome
from relay import origin

# Tell the autoreloader's processes the ports that the first one found free: the site's, and the pupils' servers'.
CHOSEN_PORT, CHOSEN_CHEZ = "RUNSERVER_PORT", "RUNSERVER_CHEZ_PORT"
TRIES = 100
OWN_IPV6 = "::1"
REASONS = {
    errno.EADDRINUSE: "un autre programme l’utilise déjà",
    errno.EACCES: "ce système ne le permet pas",
    errno.EADDRNOTAVAIL: "cette adresse n’est pas celle de ce PC",
}


class Command(DaphneCommand):
    help = "Ouvre le site à la classe (0.0.0.0, port 8000 ou le premier port libre ensuite)."
    default_addr = "0.0.0.0"
    default_addr_ipv6 = "::"
    server_cls = GuardedServer
    server = None
    chez_port = ""  # of the origin of the pupils' servers; "" where there is none, or another name leads to it

    def add_arguments(self, parser):
        super().add_arguments(parser)
        sizes = {name: value for name, value in DEFAULTS.items() if name.startswith("websocket_max")}
        parser.set_defaults(use_static_handler=False, **sizes)  # `static_first` serves them, with DEBUG too

    def run(self, **options):
        """Prepare everything, in the first process only: the autoreloader starts others."""
        self.addr = "0.0.0.0" if self.addr == "0" else self.addr
        if os.environ.get(DJANGO_AUTORELOAD_ENV) == "true":
            self.port = os.environ.get(CHOSEN_PORT, self.port)
            self.chez_port = os.environ.get(CHOSEN_CHEZ, "")
        else:
            self.refuse_a_second_site()
            self.prepare_data()
            self.choose_port(fixed=bool(options["addrport"]))
            self.choose_chez_port()
            already_open.write_note(settings.VAR_DIR, self.local_address)
            self.stdout.write(
                welcome(self.addr, self.port, getattr(self.stdout, "encoding", None) or "ascii", self.chez_port)
            )
            self.stdout.flush()
            console_key.start(self.local_address)
        try:
            if options["use_reloader"]:
                reloader.serve(self.inner_run, **options)
            else:
                self.inner_run(None, **options)
        finally:
            if self.server:
                self.server.stop_from_another_thread()

    def refuse_a_second_site(self):
        other = "" if settings.REDIS_URL else already_open.other_site(settings.VAR_DIR)
        if other:
            raise CommandError(
                f"Le site de ce dossier est déjà ouvert : {other}\n"
                "Pour en ouvrir un autre, arrêtez d’abord celui-là (Ctrl+C dans sa console)."
            )

    @property
    def local_address(self):
        """At which this PC reaches the site."""
        return f"http://{'localhost' if self.addr in EVERY_CARD else network.as_host(self.addr)}:{self.port}/"

    def prepare_data(self):
        if sys.platform != "win32":
            os.umask(0o077)
        try:
            private_folder.make_private(settings.VAR_DIR)
            settings_file.write_once(settings.VAR_DIR)
            self.prepare_database()
        except OSError as error:
            raise CommandError(f"Impossible d’écrire dans {settings.VAR_DIR}\u00a0: {error.strerror}.") from None
        except OperationalError as error:
            raise CommandError(f"La base de données n’est pas disponible. {' '.join(cause(str(error)))}") from None
        warning = exposure.warning(settings.VAR_DIR)
        if warning:
            self.stdout.write(warning)

    def prepare_database(self):
        waiting = upgrade.waiting()
        if connection.vendor == "sqlite":
            if waiting:
                self.stdout.write("Préparation de la base de données…")
                upgrade.keep_copy(settings.VAR_DIR)
                call_command("migrate", verbosity=0, interactive=False)
            call_command("purge_pupils")
            self.tell_password(teacher.create_account())
        elif waiting:
            self.stdout.write("La base de données n’est pas à jour. Arrêtez, puis : python manage.py migrate")
        connections.close_all()

    def tell_password(self, password):
        if password is None:
            return
        path = teacher.write_down(password, settings.VAR_DIR)
        self.stdout.write(
            f"Compte de l’enseignant créé\u00a0: «\u00a0{teacher.NAME}\u00a0». Son mot de passe est dans {path}."
        )
        self.stdout.write(
            "Notez-le, puis supprimez ce fichier. Pour changer le mot de passe\u00a0: python3 start.py --password"
        )

    def choose_port(self, fixed):
        """Keep the port if it was asked for (an error says why that cannot be), else take the first free one."""
        first = int(self.port)
        for port in range(first, first + TRIES):
            try:
                self.port = str(self.listen_once(port))
            except OSError as error:
                if fixed or error.errno == errno.EADDRNOTAVAIL:
                    reason = REASONS.get(error.errno, error.strerror)
                    raise CommandError(f"Impossible d’écouter sur {self.addr}, port {port} : {reason}.") from None
            else:
                if port != first:
                    self.stdout.write(f"Le port {first} est occupé : le site prend le port {port}.")
                os.environ[CHOSEN_PORT] = self.port
                return
        raise CommandError(f"Aucun port libre entre {first} et {first + TRIES - 1}.")

    def choose_chez_port(self):
        """The first free one behind the site's; behind a proxy, CHEZ_ORIGIN leads to the site's own port."""
        if settings.CHEZ_ORIGIN:
            return
        for port in range(int(self.port) + 1, min(int(self.port) + TRIES, 65_536)):
            try:
                self.chez_port = os.environ[CHOSEN_CHEZ] = str(self.listen_once(port))
            except OSError:
                continue
            return
        self.stdout.write("Aucun port n’est libre pour les serveurs des élèves : « Chez » reste fermé.")

    def listen_once(self, port):
        """Return the port (the system's choice for 0); OSError tells why nobody can listen there."""
        family = socket.AF_INET6 if self.use_ipv6 else socket.AF_INET
        with socket.socket(family) as listener:
            if sys.platform == "win32":
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((self.addr, port))
            listener.listen(1)
            return listener.getsockname()[1]

    def inner_run(self, *args, **options):
        """Serve; under the autoreloader this is a thread."""
        if not options["use_asgi"]:
            super().inner_run(*args, **options)
            return
        if not options["skip_checks"]:
            self.check()
        self.server = GuardedServer(
            self.get_application(options),
            endpoints=self.listen_on(),
            signal_handlers=not options["use_reloader"],
            http_timeout=self.http_timeout,
            root_path=settings.FORCE_SCRIPT_NAME or "",
            websocket_handshake_timeout=self.websocket_handshake_timeout,
            websocket_max_message_size=self.websocket_max_message_size,
            websocket_max_frame_size=self.websocket_max_frame_size,
        )
        self.tell_who_is_served()
        self.server.run()

    def tell_who_is_served(self):
        join.Listening.address = self.addr
        if self.addr in EVERY_CARD:
            network_watch.start(self.port)

    def listen_on(self):
        """Both ports, as Twisted writes them; the site's first."""
        if self.chez_port:
            origin.use_ports(site=int(self.port), chez=int(self.chez_port))
        ports = [int(port) for port in (self.port, self.chez_port) if port]
        # A browser may take localhost for ::1, which is none of the cards of IPv4.
        also = [(OWN_IPV6, port) for port in ports if self.addr == "0.0.0.0" and is_free(OWN_IPV6, port)]
        places = [*((self.addr, port) for port in ports), *also]
        return [text for host, port in places for text in build_endpoint_description_strings(host=host, port=port)]


def is_free(address, port):
    """Whether this machine has the address, and nobody listens there."""
    try:
        socket.create_server((address, port), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True
