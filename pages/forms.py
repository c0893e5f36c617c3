"""What the server accepts as a name."""

from django import forms
from django.core.exceptions import ValidationError


def check_characters(text):
    """Refuse control characters, lone surrogates and U+FFFD, which stands for bytes that are not UTF-8."""
    if not text.isprintable() or "\ufffd" in text:
        raise ValidationError("Ce champ contient un caractère qui ne peut pas être affiché.")


class IdentityForm(forms.Form):
    """The two fields of `/formulaire`, under the names that the HTML gives them."""

    Nom = forms.CharField(max_length=50, validators=[check_characters])
    Prénom = forms.CharField(max_length=50, validators=[check_characters])

    def clean(self):
        for name in self.fields:
            if len(self.data.getlist(name)) > 1:
                self.add_error(name, "Ce champ a été envoyé plusieurs fois : il n’en faut qu’un.")
