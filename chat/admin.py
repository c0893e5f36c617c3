"""The teacher's view of the chat: what was said, and the rooms."""

from django.contrib import admin, messages
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import redirect
from django.template.defaultfilters import truncatechars
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.timezone import localtime

from chat import confirmation, search
from chat.announcements import announce_removed, announce_reset, announce_room
from chat.database import give_back_space
from chat.forms import RoomAdminForm
from chat.models import DEFAULT_SLUG, Message, Room

LEAFED = 5000  # messages that the pages of a list hold

admin.site.site_header = "Atelier Web\u00a0: professeur"
admin.site.site_title = "Atelier Web"
admin.site.index_title = "Que voulez-vous consulter\u00a0?"


class PrivateRooms(admin.SimpleListFilter):
    """The rooms of the lesson, one or two a pupil, stay out of sight unless asked for."""

    title = "sorte de salon"
    parameter_name = "prives"
    room = "pk"  # the way to it

    def lookups(self, request, model_admin):
        return [("oui", "Les salons privés seuls")]

    def choices(self, changelist):
        public, private = super().choices(changelist)
        return [public | {"display": "Les salons publics"}, private]

    def queryset(self, request, queryset):
        private = list(Room.objects.exclude(kept_until=None).values_list("pk", flat=True))  # few: no need to join them
        return (queryset.filter if self.value() else queryset.exclude)(**{f"{self.room}__in": private})


class PrivateMessages(PrivateRooms):
    room = "room"


class PublicRoom(admin.RelatedFieldListFilter):
    """Only the public rooms are offered."""

    def field_choices(self, field, request, model_admin):
        return field.get_choices(include_blank=False, limit_choices_to={"kept_until": None})


class FirstPages(Paginator):
    """Counts no further than anybody leafs."""

    @cached_property
    def count(self):
        return self.object_list.order_by()[:LEAFED].count()


def titled(title, kind=admin.BooleanFieldListFilter):
    """A filter of a field, which the page calls « Par <title> »."""

    class Titled(kind):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.title = title

    return Titled


def counted(count, noun="message"):
    return f"{count}\u00a0{noun}{'s' if count > 1 else ''}"


class OneLogLine:
    """Deleting many rows writes one line under « Actions récentes », which names the first of them."""

    def log_deletions(self, request, queryset):
        several, noun = list(queryset[:4]), self.opts.verbose_name
        count = len(queryset) if isinstance(queryset, list) else queryset.count()
        names = ", ".join(str(row) for row in several[:3]) + (", …" if len(several) > 3 else "")
        LogEntry.objects.create(
            user_id=request.user.pk,
            content_type=ContentType.objects.get_for_model(self.model),
            object_repr=f"{counted(count, noun)}\u00a0: {names}"[:200],
            action_flag=DELETION,
        )


@admin.register(Room)
class RoomAdmin(OneLogLine, admin.ModelAdmin):
    form = RoomAdminForm
    list_display = ["shown_title", "slug", "last_number", "closed", "muted", "listed", "created_at"]
    list_editable = ["closed", "muted"]
    list_filter = [
        PrivateRooms,
        ("closed", titled("fermeture")),
        ("muted", titled("silence")),
        ("listed", titled("visibilité")),
    ]
    search_fields = ["title__folded", "slug"]
    readonly_fields = ["last_number", "epoch", "created_at"]
    fields = ["title", "slug", "closed", "muted", "listed", *readonly_fields]
    prepopulated_fields = {"slug": ["title"]}
    actions = ["empty"]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Salons du chat"} | (extra_context or {}))

    @admin.display(description="titre", ordering="title")
    def shown_title(self, room):
        return isolated(room.title)

    def save_model(self, request, obj, form, change):
        """Only what the teacher changed: meanwhile the ledger counts on."""
        obj.save(update_fields=form.changed_data if change else None)
        announce_room(obj)

    @admin.action(description="Vider les salons sélectionnés (efface tous leurs messages)", permissions=["delete"])
    def empty(self, request, queryset):
        if not confirmation.is_confirmed(request):
            return self.ask_to_empty(request, queryset)
        rooms = list(confirmation.as_confirmed(request, queryset))
        for room in rooms:
            room.empty()
            announce_reset(room)
        give_back_space()
        self.message_user(request, f"Salons vidés\u00a0: {len(rooms)}.", messages.SUCCESS)
        return None

    def ask_to_empty(self, request, queryset):
        rooms = queryset.annotate(nb_messages=Count("messages"))
        total = Message.objects.filter(room__in=queryset).count()
        return confirmation.ask(
            self,
            request,
            queryset,
            title="Vider les salons",
            question=f"Effacer {counted(total)} pour toujours\u00a0? Il n’y a pas de copie.",
            button="Oui, vider",
            lines=[f"{room}\u00a0: {counted(room.nb_messages)}" for room in rooms[: confirmation.SHOWN]],
        )

    def get_deleted_objects(self, objs, request):
        """How many messages go with each room, instead of every one of them. The room where all arrive stays."""
        counts = [room.messages.count() for room in objs]
        lines = [f"{room} ({counted(n)})" for room, n in zip(objs, counts, strict=True)]
        stays = [str(room) for room in objs if room.slug == DEFAULT_SLUG]
        return lines, {Room._meta.verbose_name_plural: len(lines)}, set(), stays

    def delete_queryset(self, request, queryset):
        for room in queryset:
            room.delete()


@admin.register(Message)
class MessageAdmin(OneLogLine, admin.ModelAdmin):
    """Messages are read and removed, never edited. "Supprimer" hides one from pupils; staff still read it."""

    list_display = [
        *("shown_room", "number", "shown_name", "shown_text"),
        *("sent_at", "address", "removal"),
    ]
    list_display_links = ["number", "shown_text"]
    list_filter = [PrivateMessages, ("room", PublicRoom), ("sent_at", titled("date", admin.DateFieldListFilter))]
    list_select_related = ["room"]
    search_fields = ["user_name__folded__contains", "text__folded__contains"]
    search_help_text = (
        f"Chercher dans les noms et les textes (un mot de deux lettres\u00a0: dans les {search.LATEST} derniers). "
        f"La liste s’arrête à {LEAFED} messages\u00a0: un mot, un salon ou une date mène aux autres."
    )
    paginator = FirstPages
    list_per_page = 50  # each line takes as long to write as to find ten
    ordering = ["-sent_at", "-pk"]
    sortable_by = ["sent_at"]  # the others have no index
    show_full_result_count = False  # it counts the whole table again on every search
    actions = ["delete_selected"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        try:
            return super().changelist_view(request, {"title": "Messages du chat"} | (extra_context or {}))
        except (OverflowError, ValueError):  # a date beyond Python's
            if not request.GET:
                raise
            return redirect(f"{request.path}?e=1")

    def get_search_results(self, request, queryset, search_term):
        found, left = search.narrowed(queryset, search_term) if search_term else (queryset, "")
        return super().get_search_results(request, found, left)

    @admin.display(description="salon")
    def shown_room(self, message):
        return isolated(message.room.title)

    @admin.display(description="nom")
    def shown_name(self, message):
        return format_html("{} (professeur)" if message.by_staff else "{}", isolated(message.user_name))

    @admin.display(description="texte")
    def shown_text(self, message):
        return isolated(message.text)

    @admin.display(description="retiré le")
    def removal(self, message):
        when = date_format(localtime(message.removed_at), "DATETIME_FORMAT") if message.removed_at else None
        return f"{when} par {message.removed_by}" if when and message.removed_by else when

    @admin.action(description="Supprimer les messages sélectionnés", permissions=["delete"])
    def delete_selected(self, request, queryset):
        if not confirmation.is_confirmed(request):
            return self.ask_to_remove(request, queryset)
        chosen = confirmation.as_confirmed(request, queryset).filter(removed_at=None)
        count = chosen.count()
        if count:
            self.log_deletions(request, chosen)
        self.remove(request, chosen)
        self.message_user(request, f"Retirés\u00a0: {counted(count)}.", messages.SUCCESS)
        return None

    def ask_to_remove(self, request, queryset):
        shown = queryset.filter(removed_at=None)
        return confirmation.ask(
            self,
            request,
            shown,
            title="Supprimer des messages",
            question=f"Retirer {counted(shown.count())}\u00a0? Les élèves ne les liront plus\u00a0; vous, oui.",
            button="Oui, retirer",
            lines=[words(message) for message in shown[: confirmation.SHOWN]],
        )

    def get_deleted_objects(self, objs, request):
        lines = [words(message) for message in objs]
        return lines, {self.opts.verbose_name_plural: len(lines)}, set(), []

    def delete_model(self, request, obj):
        self.remove(request, Message.objects.filter(pk=obj.pk))

    def remove(self, request, queryset):
        for key, numbers in queryset.remove(by=request.user.get_username()).items():
            announce_removed(key, numbers)


def isolated(text):
    """A user's words, so that their direction changes nothing around them."""
    return format_html("<bdi>{}</bdi>", text)


def words(message):
    said = truncatechars(message.text, 200)
    return format_html("<bdi>{}</bdi>\u00a0: <bdi>{}</bdi> (<bdi>{}</bdi>)", message.user_name, said, message)
