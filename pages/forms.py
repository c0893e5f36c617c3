"""Ce que le serveur accepte dans les formulaires de la leçon."""

from django import forms
from django.core.exceptions import ValidationError


def check_characters(text):
    """Refuse control characters, lone surrogates and U+FFFD, which stands for bytes that are not UTF-8."""
    if not text.isprintable() or "\ufffd" in text:
        raise ValidationError("Ce champ contient un caractère qui ne peut pas être affiché.")


class IdentityForm(forms.Form):
    """Les deux champs de `/formulaire`, sous les noms que leur donne le HTML."""

    Nom = forms.CharField(max_length=50, validators=[check_characters])
    Prénom = forms.CharField(max_length=50, validators=[check_characters])

    def clean(self):
        for name in self.fields:
            if len(self.data.getlist(name)) > 1:
                self.add_error(name, "Ce champ a été envoyé plusieurs fois : il n’en faut qu’un.")


class ClubForm(forms.Form):
    """Les composants graphiques de `/composants` : une liste, des boutons radio, des cases à cocher."""

    niveau = forms.ChoiceField(choices=[(n, n) for n in ("Seconde", "Première", "Terminale")])
    jour = forms.ChoiceField(choices=[(j, j) for j in ("mardi", "jeudi")])
    activite = forms.MultipleChoiceField(choices=[(a, a) for a in ("robots", "jeux", "web")], required=False)
