"""The teacher's desk: one page a tab, for staff alone. What changes something is a form, sent by POST."""

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from chat.models import Message, Room
from classroom import handins, orders, progress, traffic
from classroom.models import Act, Block, Rules, Screen
from classroom.screen import ScreenForm
from pupils.models import Pupil

LATEST, ACTS = 100, 200  # shown
EXPORTED = ["number", "user_name", "text", "sent_at"]


@require_safe
@staff_member_required
def desk(request):
    """Who is here, how far they are, and who needs help: the page's socket tells it."""
    return render(request, "classroom/desk.html", {"screen": Screen.objects.current()})


@require_safe
@staff_member_required
def talk(request):
    """The chat's latest messages and its rooms, to moderate."""
    latest = Message.objects.select_related("room").filter(room__kept_until=None).order_by("-sent_at", "-pk")[:LATEST]
    authors = Pupil.objects.in_bulk({message.author for message in latest if message.author})
    for message in latest:
        message.pupil = authors.get(message.author)
    context = {
        "last": progress.last_message(),
        "rules": Rules.objects.current(),
        "latest": latest,
        "rooms": Room.objects.filter(kept_until=None),
        "blocks": Block.objects.now(),
        "traffic": traffic.worst(),
        "shared_address": settings.SHARED_ADDRESS,
    }
    return render(request, "classroom/talk.html", context)


@require_safe
@staff_member_required
def export_room(request, pk, format):
    """What may be read in a room today, without what was removed."""
    room = get_object_or_404(Room, pk=pk)
    rows = room.messages.filter(removed_at=None).order_by("number").values_list(*EXPORTED)
    headers = {"Content-Disposition": f'attachment; filename="salon-{room.slug}.{format}"'}
    if format == "json":
        content = [dict(zip(EXPORTED, row, strict=True)) for row in rows]
        return JsonResponse(content, safe=False, headers=headers, json_dumps_params={"ensure_ascii": False})
    text = "\ufeff" + handins.as_csv([["Numéro", "Nom", "Message", "Date"], *rows])
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
@staff_member_required
def acts(request):
    """What was done here, by whom."""
    return render(request, "classroom/acts.html", {"acts": Act.objects.all()[:ACTS]})


@require_POST
@staff_member_required
def show(request):
    """Have all pages show something, or nothing any more."""
    form = ScreenForm(request.POST)
    if not form.is_valid():
        return answer(request, "\u00a0".join(form.non_field_errors()) or "Cet ordre n’existe pas.", status=400)
    if form.changes_kind():
        Act.objects.create(by=request.user.get_username(), what=form.says())
    form.show()
    return answer(request)


@require_POST
@staff_member_required
def allow_rooms(request):
    """Rooms are opened by pupils too, or by teachers alone."""
    allowed = "pupils" in request.POST
    Rules.objects.update_or_create(pk=1, defaults={"rooms_by_pupils": allowed})
    what = "Permettre aux élèves d’ouvrir des salons" if allowed else "Réserver au professeur l’ouverture des salons"
    Act.objects.create(by=request.user.get_username(), what=what)
    return redirect("desk-chat")


@require_POST
@staff_member_required
def order(request, name):
    """Carry an order out, or show what it would do and ask."""
    try:
        wanted = orders.find(name)
        target = wanted.target(request.POST.get("pk"))
        if wanted.asks and "confirmed" not in request.POST:
            context = {
                "says": wanted.says(target),
                "shows": wanted.shows(target),
                "pk": request.POST["pk"],
                "name": name,
            }
            return render(request, "classroom/ask.html", context | {"back": back(request)})
        done = wanted.carry_out(target, request.user.get_username(), request.POST.get("value", ""))
    except (ValidationError, ValueError) as error:
        return answer(request, " ".join(getattr(error, "messages", ["Cet ordre n’est pas clair."])), status=400)
    messages.success(request, f"C’est fait\u00a0: {done[0].lower()}{done[1:]}.")
    return redirect(back(request))


def answer(request, error="", status=204):
    """For the desk's script, a status; for a form, the page it came from."""
    if "application/json" in request.headers.get("Accept", ""):
        return HttpResponse(error, status=status, content_type="text/plain; charset=utf-8")
    if error:
        messages.error(request, error)
    return redirect(back(request))


def back(request):
    """The page of ours that the order came from."""
    page = request.POST.get("page", "")
    return page if url_has_allowed_host_and_scheme(page, {request.get_host()}) else "desk"
