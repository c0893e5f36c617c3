"""On the site: the list of the servers that run, what the teacher may do about them, and the way to each."""

from urllib.parse import quote

from django.http import Http404, HttpResponseForbidden, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from relay import keys, opening
from relay.models import Server

KEPT = 40  # pages shown, the newest first


@require_http_methods(["GET", "HEAD", "POST"])
def servers(request):
    if request.method == "POST":
        return obey(request)
    context = {"is_open": opening.is_open()}
    if request.user.is_staff:
        context["stopped"] = Server.objects.filter(stopped=True).select_related("pupil")
        context["kept"] = (
            Server.objects.filter(stopped=False)
            .select_related("pupil")
            .exclude(proof_at=None)
            .order_by("-proof_at")[:KEPT]
        )
        context["proof"] = shown_proof(request)
    return render(request, "relay/servers.html", context)


def obey(request):
    """The teacher's orders."""
    orders = {
        "open": lambda slug: opening.open(),
        "close": lambda slug: opening.close(),
        "close-one": opening.close_one,
        "let-back": opening.let_back,
    }
    order = orders.get(request.POST.get("order"))
    if not request.user.is_staff or order is None:
        return HttpResponseForbidden(
            "Seul le professeur ouvre et ferme « Chez ».", content_type="text/plain; charset=utf-8"
        )
    order(request.POST.get("slug", ""))
    return redirect("chez")


def shown_proof(request):
    """The Server whose kept page the teacher asks to read."""
    slug = request.GET.get("preuve")
    return get_object_or_404(Server, slug=slug) if slug else None


@require_safe
def enter(request, slug, rest):
    """Lead to the server's own origin, with who comes in the key."""
    server = get_object_or_404(Server, slug=slug)
    chez = str(request.chez_origin)
    if not chez:
        raise Http404
    key = keys.new_key(server.pk, request.pupil.claim or 0, entered=False).text(request.META.get("REMOTE_ADDR") or "")
    path = request.path.removeprefix(f"{request.META.get('SCRIPT_NAME', '')}/chez/{slug}") or "/"
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return HttpResponseRedirect(f"{chez}/chez/{slug}/~{key}{quote(path)}{query}")
