"""The chat's pages: the rooms, one room, and the lesson's two chats: the first, without a socket, and the plain one."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from chat import private
from chat.forms import FormChatForm, RoomForm
from chat.hub import Hub
from chat.models import DEFAULT_SLUG, Room
from chat.people import Person


@require_http_methods(["GET", "HEAD", "POST"])
def rooms(request):
    form = RoomForm(request.POST or None, person=None if request.user.is_staff else Person.asking(request))
    if request.method == "POST" and form.is_valid():
        return redirect(form.save())
    listed = list(Room.objects.filter(listed=True))
    for room in listed:
        room.nb_clients = Hub.count(room.pk)
    return render(request, "chat/rooms.html", {"rooms": listed, "form": form})


@require_safe
def room(request, slug):
    found = Room.objects.at(slug)
    if found is None or not private.is_open_to(slug, request):
        raise Http404
    by_button = request.GET.get("envoi") == "bouton"
    return render(request, "chat/room.html", {"room": found, "by_button": by_button})


@require_http_methods(["GET", "HEAD", "POST"])
def form_chat(request):
    """Le premier chat : un formulaire, et la page qui revient."""
    nom, message = "", "Pas encore de message"
    form = FormChatForm(request.POST or None)
    if form.is_valid():
        nom = form.cleaned_data["nom"]
        message = form.cleaned_data["message"]
    return render(request, "chat/form_chat.html", {"form": form, "nom": nom, "message": message})


@require_safe
def simple_chat(request, salon=DEFAULT_SLUG):
    return render(request, "chat/simple.html", {"salon": salon})
