"""Where the code that answers is written."""

import inspect
from functools import lru_cache, partial
from pathlib import Path

from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.urls import Resolver404, resolve


def view_place(path):
    """The view that Django's URLs lead `path` to, as {name, file, line}; None for none or for one that is not ours."""
    try:
        return place(resolve(path).func)
    except Resolver404:
        return None


def consumer_place(app, path):
    """The same for a socket: the consumer that the routers under the ASGI application `app` lead `path` to."""
    consumer = find_consumer(app, path.lstrip("/"))
    return consumer and place(consumer)


def find_consumer(app, path):
    if app is None:
        return None
    if isinstance(app, ProtocolTypeRouter):
        return find_consumer(app.application_mapping.get("websocket"), path)
    if isinstance(app, URLRouter):
        return find_in_routes(app.routes, path)
    if hasattr(app, "consumer_class"):
        return app.consumer_class
    # Middleware keep what they wrap under one of these names: Channels' own, its validators, most others.
    inner = next((app.__dict__[name] for name in ("inner", "application", "app") if name in app.__dict__), None)
    return find_consumer(inner, path) if inner else app


def find_in_routes(routes, path):
    for route in routes:
        if match := route.pattern.match(path):
            return find_consumer(route.callback, match[0])
    return None


@lru_cache(maxsize=256)
def place(view):
    """{name, file, line} of a function or class of this project; `file` is relative to it."""
    view = undecorated(view)
    try:
        file = Path(inspect.getsourcefile(view)).resolve().relative_to(settings.BASE_DIR)
        line = inspect.getsourcelines(view)[1]
    except (OSError, TypeError, ValueError):
        return None
    if "site-packages" in file.parts:
        return None
    return {"name": view.__name__, "file": file.as_posix(), "line": line}


def undecorated(view):
    while isinstance(view, partial):
        view = view.func
    # A class's view may be wrapped by what decorates its `dispatch`.
    view = inspect.unwrap(view, stop=lambda wrapper: hasattr(wrapper, "view_class"))
    view = getattr(view, "view_class", view)
    return view if inspect.isclass(view) or inspect.isroutine(view) else type(view)
