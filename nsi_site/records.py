"""The chat's part of a pupil's record: messages written under a claim are exported with it, and erased with it."""

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from chat.announcements import announce_removed
from chat.models import Message
from pupils.export import exporting
from pupils.models import Pupil


@receiver(exporting, sender=Pupil)
def export_messages(pupil, **kwargs):
    said = Message.objects.filter(author=pupil.pk).select_related("room").order_by("pk")
    return "messages", [
        {"salon": str(message.room), "date": message.sent_at.isoformat(timespec="seconds"), "texte": message.text}
        for message in said
    ]


@receiver(pre_delete, sender=Pupil)
def erase_messages(instance, **kwargs):
    """Their numbers stay, so that nobody's page has a hole; their words and names go, from open pages too."""
    said = Message.objects.filter(author=instance.pk)
    for key, numbers in said.remove(by="").items():
        announce_removed(key, numbers)
    said.update(text="", user_name="", browser="", address="", author=None)
