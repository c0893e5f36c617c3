"""The page in which a pupil's own code runs: it has no origin, so it can reach neither the site nor its cookies."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' {site}/static/; style-src 'unsafe-inline'; "
    "img-src data:; frame-ancestors 'self'"
)


@require_safe
def playground(request):
    response = render(request, "lesson/playground.html")
    response["Content-Security-Policy"] = POLICY.format(site=f"{request.scheme}://{request.get_host()}")
    return response
