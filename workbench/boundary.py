"""What the engine and the result pane may do: run, draw, and nothing else.

Both run programs that anybody may have written (« Ouvrir un projet »), perhaps in the browser of a signed-in teacher.
Each is a document of its own whose policy comes with it, so that it holds wherever the document is opened.
`tests/browser/test_workbench_boundary.py` attacks both.
"""

from pathlib import Path

from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

INSIDE = Path(__file__).resolve().parent.parent / "static" / "workbench" / "inside"
PARTS = ["links", "files", "navigation", "network", "play", "page"]  # in this order

ENGINE = "; ".join(
    [
        "sandbox allow-scripts",  # an origin of its own: no cookie, no storage, no page of the site can be touched
        "default-src 'none'",  # no request of any kind: the page hands the files over, so that nothing need be asked
        "script-src {site}{frame} blob: 'wasm-unsafe-eval'",  # ours, its worker, Python
        "worker-src blob:",  # the worker has no address: its text was handed over too
        "base-uri 'none'",  # the two that default-src leaves out
        "form-action 'none'",
        "frame-ancestors {site}",  # nobody else's page may hold it
    ]
)
PANE = "; ".join(
    [
        "sandbox allow-scripts allow-forms",  # forms, or `submit` would never be heard; see form-action
        "default-src 'none'",
        "script-src 'unsafe-inline' blob:",  # the pupil's page as it was written; its files are blobs made inside
        "style-src 'unsafe-inline' blob:",
        "img-src data: blob:",
        "font-src data: blob:",
        "media-src data: blob:",
        "worker-src 'none'",  # a worker of a blob would be beyond what watches over this page
        "form-action 'none'",  # links and forms become messages to the page around it
        "base-uri 'none'",
        "frame-ancestors {site}",
    ]
)
# The page around them: its own scripts, and these two frames.
PAGE = "; ".join(
    [
        "default-src 'none'",
        "script-src {site}/static/",
        "style-src {site}/static/",
        "img-src {site}/static/ data:",
        "connect-src {site}/static/ {site}/mon-serveur/ {site}/exercices/ {site}/lecon/ {site}/eleve/ "
        "{socket}/ws/{chez}",
        "frame-src {site}/mon-serveur/moteur {site}/mon-serveur/volet",  # what a pane tries to open instead is refused
        "form-action {site}",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


PANE_PAGE = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>Volet</title><script>(() => {{
{script}
}})();</script></head></html>
"""


def with_policy(response, policy, request):
    """The same response with the policy: `{site}` is this site's origin, `{socket}` the same for sockets, `{frame}` the
    engine's one script, `{chez}` what tells the page whether the origin of the pupils' servers can be reached."""
    host, secure, chez = request.get_host(), "s" if request.is_secure() else "", chez_origin(request)
    response["Content-Security-Policy"] = policy.format(
        site=f"http{secure}://{host}",
        socket=f"ws{secure}://{host}",
        frame=static("workbench/frame.js"),
        chez=f" {chez}/chez/" if chez else "",
    )
    return response


def chez_origin(request):
    """Of the pupils' servers, "" where there is none; the site says it in the request."""
    return str(getattr(request, "chez_origin", ""))


@require_safe
def engine_frame(request):
    return with_policy(render(request, "workbench/engine.html"), ENGINE, request)


@require_safe
def pane_frame(request):
    """Its script stands in the document itself: the policy then need not name any address."""
    script = "\n".join((INSIDE / f"{part}.js").read_text(encoding="utf-8") for part in PARTS)
    response = HttpResponse(PANE_PAGE.format(script=script))
    return without_hints(with_policy(response, PANE, request))


def without_hints(response):
    """No look-up of names that a pupil's page mentions, no word of where it is."""
    response["X-DNS-Prefetch-Control"] = "off"
    response["Referrer-Policy"] = "no-referrer"
    return response
