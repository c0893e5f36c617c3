"""The forms of the chat's pages."""

from django import forms
from django.conf import settings

from chat import events, rates, text
from chat.models import Room

MAX_ROOMS = 200  # open to the public at the same time
ROOMS_PER_HOUR = 6  # opened from one address
SHARED_FACTOR = 40  # where the whole class has one address


def clean_text(value):
    if not text.is_clean(text.mend(value)) or text.is_blank(value):
        raise forms.ValidationError("Ce texte contient des caractères invisibles ou de contrôle.")


class RoomForm(forms.ModelForm):
    """Opens a room, or finds the one that has this title already."""

    class Meta:
        model = Room
        fields = ["title"]
        labels = {"title": "Titre du salon"}
        error_messages = {
            "title": {
                "required": "Donnez un titre au salon.",
                "max_length": "Ce titre est trop long\u00a0: %(limit_value)d caractères au plus.",
            }
        }

    def __init__(self, *args, address=None, **kwargs):
        """`address`: whose rooms are counted; None for nobody's."""
        super().__init__(*args, **kwargs)
        self.address = address
        self.fields["title"].validators.append(clean_text)

    def clean_title(self):
        return text.tidy(self.cleaned_data["title"])

    def clean(self):
        listed = Room.objects.filter(listed=True)
        self.existing = listed.filter(title__iexact=self.cleaned_data.get("title", "")).first()
        if self.existing is None and listed.count() >= MAX_ROOMS:
            raise forms.ValidationError("Il y a déjà beaucoup de salons\u00a0: rejoignez l’un d’eux.")
        if self.existing is None and not self.errors and self.address is not None:
            self.limit()

    def limit(self):
        most = ROOMS_PER_HOUR * (SHARED_FACTOR if settings.SHARED_ADDRESS else 1)
        if rates.count(f"rooms.{self.address}", 3600) > most:
            raise forms.ValidationError(
                "Ce poste a déjà ouvert plusieurs salons\u00a0: rejoignez l’un d’eux, ou revenez dans une heure."
            )

    def save(self):
        return self.existing or Room.objects.open(self.cleaned_data["title"])


class FormChatForm(forms.Form):
    """The chat without a socket."""

    nom = forms.CharField(label="Votre nom", max_length=events.MAX_NAME, validators=[clean_text])
    message = forms.CharField(label="Message", max_length=events.MAX_MESSAGE, validators=[clean_text])
