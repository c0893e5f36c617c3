"""The teacher's view of the chat: what was said, and the rooms."""

from django.contrib import admin, messages

from chat.announcements import announce_removed, announce_reset, announce_room
from chat.models import DEFAULT_SLUG, Message, Room

admin.site.site_header = "Administration du chat"
admin.site.site_title = "Administration"
admin.site.index_title = "Que voulez-vous consulter\u00a0?"


class PrivateRooms(admin.SimpleListFilter):
    """The rooms of the lesson, one or two a pupil, stay out of sight unless asked for."""

    title = "salons privés"
    parameter_name = "prives"
    field = "kept_until"

    def lookups(self, request, model_admin):
        return [("oui", "Les salons privés seuls")]

    def choices(self, changelist):
        public, private = super().choices(changelist)
        return [public | {"display": "Les salons publics"}, private]

    def queryset(self, request, queryset):
        return queryset.filter(**{f"{self.field}__isnull": self.value() is None})


class PrivateMessages(PrivateRooms):
    field = "room__kept_until"


class PublicRoom(admin.RelatedFieldListFilter):
    """Only the public rooms are offered."""

    def field_choices(self, field, request, model_admin):
        return field.get_choices(include_blank=False, limit_choices_to={"kept_until": None})


@admin.register(Room)
class RoomAdmin(admin.ModelAdmin):
    list_display = ["title", "slug", "last_number", "closed", "muted", "listed", "created_at"]
    list_editable = ["closed", "muted"]
    list_filter = [PrivateRooms, "closed", "muted", "listed"]
    search_fields = ["title", "slug"]
    readonly_fields = ["last_number", "epoch", "created_at"]
    fields = ["title", "slug", "closed", "muted", "listed", *readonly_fields]
    prepopulated_fields = {"slug": ["title"]}
    actions = ["empty"]

    def save_model(self, request, obj, form, change):
        """Only what the teacher changed: meanwhile the ledger counts on."""
        obj.save(update_fields=form.changed_data if change else None)
        announce_room(obj)

    @admin.action(description="Vider les salons sélectionnés (efface tous leurs messages)", permissions=["delete"])
    def empty(self, request, queryset):
        for room in queryset:
            room.empty()
            announce_reset(room)
        self.message_user(request, f"Salons vidés\u00a0: {len(queryset)}.", messages.SUCCESS)

    def get_deleted_objects(self, objs, request):
        """How many messages go with each room, instead of every one of them. The room where all arrive stays."""
        counts = [room.messages.count() for room in objs]
        lines = [f"{room} ({n} message{'s' if n > 1 else ''})" for room, n in zip(objs, counts, strict=True)]
        stays = [str(room) for room in objs if room.slug == DEFAULT_SLUG]
        return lines, {Room._meta.verbose_name_plural: len(lines)}, set(), stays


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    """Messages are read and removed, never edited. "Supprimer" blanks one; its number stays: no client sees a hole."""

    list_display = ["room", "number", "user_name", "by_staff", "text", "sent_at", "removed_at"]
    list_display_links = ["number", "text"]
    list_filter = [PrivateMessages, ("room", PublicRoom), "sent_at"]
    list_select_related = ["room"]
    search_fields = ["user_name", "text"]
    search_help_text = "Chercher dans les noms et les textes"
    ordering = ["-sent_at", "-pk"]
    sortable_by = ["sent_at"]  # the others have no index
    show_full_result_count = False  # it counts the whole table again on every search

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def delete_model(self, request, obj):
        obj.remove()
        announce_removed(obj)

    def delete_queryset(self, request, queryset):
        for message in queryset:
            self.delete_model(request, message)
