"""The teacher's view of the chat: what was said, and the rooms."""

from django.contrib import admin, messages

from chat.announcements import announce_removed, announce_reset
from chat.models import DEFAULT_SLUG, Message, Room
from chat.periods import PeriodQuerySet

admin.site.site_header = "Administration du chat"
admin.site.site_title = "Administration"
admin.site.index_title = "Que voulez-vous consulter\u00a0?"


@admin.register(Room)
class RoomAdmin(admin.ModelAdmin):
    list_display = ["title", "slug", "last_number", "closed", "muted", "listed", "created_at"]
    list_editable = ["closed", "muted"]
    list_filter = ["closed", "muted", "listed"]
    search_fields = ["title", "slug"]
    readonly_fields = ["last_number", "epoch", "created_at"]
    fields = ["title", "slug", "closed", "muted", "listed", *readonly_fields]
    prepopulated_fields = {"slug": ["title"]}
    actions = ["empty"]

    def save_model(self, request, obj, form, change):
        """Only what the teacher changed: meanwhile the ledger counts on."""
        obj.save(update_fields=form.changed_data if change else None)

    @admin.action(description="Vider les salons sélectionnés (efface tous leurs messages)", permissions=["delete"])
    def empty(self, request, queryset):
        for room in queryset:
            room.empty()
            announce_reset(room)
        self.message_user(request, f"Salons vidés\u00a0: {len(queryset)}.", messages.SUCCESS)

    def get_deleted_objects(self, objs, request):
        """How many messages go with each room, instead of every one of them. The room where all arrive stays."""
        lines = [f"{room} ({room.messages.count()} messages)" for room in objs]
        stays = [str(room) for room in objs if room.slug == DEFAULT_SLUG]
        return lines, {Room._meta.verbose_name_plural: len(lines)}, set(), stays


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    """Messages are read and removed, never edited. "Supprimer" blanks one; its number stays: no client sees a hole."""

    list_display = ["room", "number", "user_name", "text", "sent_at", "removed_at"]
    list_display_links = ["number", "text"]
    list_filter = ["room", "sent_at"]
    list_select_related = ["room"]
    search_fields = ["user_name", "text"]
    search_help_text = "Chercher dans les noms et les textes"
    date_hierarchy = "sent_at"
    ordering = ["-sent_at", "-pk"]
    sortable_by = ["sent_at"]  # the others have no index
    show_full_result_count = False  # it counts the whole table again on every search

    def get_queryset(self, request):
        return PeriodQuerySet(Message).order_by(*self.ordering)

    def get_changelist_instance(self, request):
        """No date hierarchy over a search: a word is in no index, and each of its questions would read every row."""
        changelist = super().get_changelist_instance(request)
        if changelist.query:
            changelist.date_hierarchy = None
        return changelist

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
