"""The forms of the chat's pages."""

from django import forms
from django.conf import settings
from django.utils.module_loading import import_string

from chat import events, quotas, text
from chat.folding import fold_title
from chat.models import Room


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

    def __init__(self, *args, person=None, **kwargs):
        """`person`: whose rooms are counted; None for nobody's."""
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["title"].validators.append(clean_text)

    def clean_title(self):
        return text.tidy(self.cleaned_data["title"])

    def clean(self):
        self.existing = Room.objects.filter(folded_title=fold_title(self.cleaned_data.get("title", ""))).first()
        if self.existing is not None and not self.existing.listed:
            raise forms.ValidationError({"title": "Ce titre est déjà pris\u00a0: choisissez-en un autre."})
        if self.existing is None and not self.errors and self.person is not None:
            self.check_may_open()

    def check_may_open(self):
        """Whether a pupil may open a further room. Raises ValidationError."""
        if settings.CHAT_ROOM_RULE and (refusal := import_string(settings.CHAT_ROOM_RULE)()):
            raise forms.ValidationError(refusal)
        if Room.objects.filter(listed=True).count() >= settings.CHAT_MAX_ROOMS:
            raise forms.ValidationError("Il y a déjà beaucoup de salons\u00a0: rejoignez l’un d’eux.")
        if not quotas.rooms.take(self.person):
            raise forms.ValidationError(
                "Ce poste a déjà ouvert plusieurs salons\u00a0: rejoignez l’un d’eux, ou revenez plus tard."
            )

    def save(self):
        return self.existing or Room.objects.open(self.cleaned_data["title"])


class RoomAdminForm(forms.ModelForm):
    """The teacher's: two rooms never have the same title."""

    class Meta:
        widgets = {"title": forms.TextInput(attrs={"class": "vTextField", "dir": "auto"})}

    def clean_title(self):
        title = text.tidy(self.cleaned_data["title"])
        clean_text(title)
        if Room.objects.filter(folded_title=fold_title(title)).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Un salon a déjà ce titre.")
        return title


class FormChatForm(forms.Form):
    """The chat without a socket."""

    nom = forms.CharField(label="Votre nom", max_length=events.MAX_NAME, validators=[clean_text])
    message = forms.CharField(label="Message", max_length=events.MAX_MESSAGE, validators=[clean_text])
