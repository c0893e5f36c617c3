"""The pupil's files as a running project: written to a folder of their own, imported anew, swapped in and out.

Two projects may exist at once, the live one and the one that is judged: `with project.active():` gives a project the
names of its modules, its settings, its templates and its channel layer, and gives them back.
"""

import gc
import importlib
import importlib.abc
import importlib.machinery
import linecache
import os
import pkgutil
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django import template, urls
from django.apps import apps
from django.conf import Settings, settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.storage import storages
from django.urls import get_script_prefix

from workbench.stage import guard
from workbench.stage.layer import WatchedLayer

GIVEN = ("settings.py", "asgi.py", "manage.py")
CHAT_ALONE = """\
from pathlib import Path

from django.http import HttpResponse
from django.urls import path, reverse

from consumers import ChatConsumer

PAGE = Path(__file__).with_name("client.html")


def client(request, salon=""):
    socket = reverse("client") + "ws/chat" + ("/" + salon if salon else "")
    return HttpResponse(PAGE.read_text(encoding="utf-8").replace("ADRESSE", socket))


urlpatterns = [path("", client, name="client"), path("<str:salon>", client)]
websocket_urlpatterns = [
    path("ws/chat", ChatConsumer.as_asgi(), {"salon": "accueil"}),
    path("ws/chat/<str:salon>", ChatConsumer.as_asgi()),
]
"""


class Project:
    """`tell(kind, **fields)` hears of the calls to its channel layer."""

    def __init__(self, files, tell):
        self.folder = Path(tempfile.mkdtemp(prefix="projet-")).resolve()
        self.modules = {}
        self.layer = WatchedLayer(tell)
        self.alone = "urls.py" not in files
        self.write(with_given(files))

    def write(self, files):
        for name, content in files.items():
            path = self.folder / safe(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))

    def delete(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        linecache.clearcache()

    @contextmanager
    def active(self):
        finder, layers = Finder(self.folder), channel_layers()
        before = settings._wrapped, layers.backends, {name: sys.modules.pop(name) for name in names_of(self.folder)}
        sys.meta_path.insert(0, finder)
        importlib.invalidate_caches()
        sys.modules.update(self.modules)
        layers.backends = {"default": self.layer}
        forget_what_django_keeps(self.folder)
        try:
            yield self
        finally:
            sys.meta_path.remove(finder)
            self.modules = {name: sys.modules.pop(name) for name in names_of(self.folder)}
            sys.modules.update(before[2])
            settings._wrapped, layers.backends = before[:2]
            if self.folder_before(before):
                forget_what_django_keeps(self.folder_before(before), settings._wrapped)

    def folder_before(self, before):
        return getattr(before[0], "BASE_DIR", None)

    def start(self):
        """Import `urls` and build the application; raises whatever the pupil's files raise."""
        import_all(self.folder)
        asgi = importlib.import_module("asgi")
        urls.get_resolver().url_patterns  # noqa: B018 - a property that imports and checks
        self.application = asgi.application.application_mapping

    def application_for(self, scope):
        if scope["type"] == "http":
            return Statics(self.application["http"], scope.get("root_path", ""))
        return self.application["websocket"]

    # --- what a check may ask of the project ------------------------------------------------------------
    def module(self, name):
        return sys.modules.get(name)


def with_given(files):
    given = {name: pkgutil.get_data("workbench.stage", f"given/{name}") for name in GIVEN}
    if "urls.py" not in files:
        given["urls.py"] = CHAT_ALONE
        given["client.html"] = pkgutil.get_data("workbench.stage", "client.html")
    return files | given


def safe(name):
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts or "\\" in name or ":" in name:
        raise ValueError(name)
    return Path(*path.parts)


def names_of(folder):
    """Names of the modules that are files of this folder, and so not the same for another project."""
    names = {path.stem for path in folder.glob("*.py")} | {path.name for path in folder.iterdir() if path.is_dir()}
    return [name for name in sys.modules if name.partition(".")[0] in names and not name.startswith("workbench")]


def import_all(folder):
    """Every file of the project: one that nobody imports yet may hold the mistake."""
    for name in ("views", "consumers", "urls"):
        if (folder / f"{name}.py").exists():
            importlib.import_module(name)


def channel_layers():
    from channels.layers import channel_layers

    return channel_layers


def forget_what_django_keeps(folder, wrapped=None):
    """Settings, addresses, templates and static files of the project before."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
    settings._wrapped = wrapped or Settings("settings")
    settings.INSTALLED_APPS = [name for name in settings.INSTALLED_APPS if name != "daphne"]  # the stage is the server
    for name in [name for name in settings.__dict__ if name.isupper()]:  # values that LazySettings keeps
        del settings.__dict__[name]
    if not apps.ready:
        import django

        django.setup(set_prefix=False)
        gc.freeze()  # Django stays: each run's collection need not look at it again
    urls.clear_url_caches()
    urls.set_urlconf(None)
    vars(template.engines).pop("templates", None)
    template.engines._templates, template.engines._engines = None, {}
    template.engine.Engine.get_default.cache_clear()
    finders.get_finder.cache_clear()
    storages._storages.clear()


class Finder(importlib.abc.MetaPathFinder):
    """The project's modules, before all others; their code is watched."""

    def __init__(self, folder):
        self.folder = folder

    def find_spec(self, fullname, path=None, target=None):
        spec = importlib.machinery.PathFinder.find_spec(fullname, path or [str(self.folder)], target)
        if spec and spec.origin and Path(spec.origin).is_relative_to(self.folder) and spec.origin.endswith(".py"):
            spec.loader = Loader(fullname, spec.origin)
        elif path is None and not (spec and spec.submodule_search_locations):
            return None
        return spec


class Loader(importlib.machinery.SourceFileLoader):
    def get_code(self, fullname):
        source = self.get_data(self.path)
        code = compile(source, self.path, "exec", dont_inherit=True)
        guard.watch_code(code)
        return code


class Statics(ASGIStaticFilesHandler):
    """Static files as `runserver` serves them, below the address where the project is mounted."""

    def __init__(self, application, root):
        self.root = root
        super().__init__(application)

    def get_base_url(self):
        return f"{self.root}/static/"


# Computed once in Django: here the same project is mounted at several addresses at once.
StaticFilesStorage.base_url = property(lambda self: f"{get_script_prefix()}static/")
