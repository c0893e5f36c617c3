"""What a pupil types: a name to claim, or a name and its code to come back."""

from django import forms
from django.core.exceptions import ValidationError

from pupils import codes, locks, names, quotas
from pupils.models import MAX_NAME, Pupil

UNKNOWN = "Ce pseudonyme et ce code ne vont pas ensemble."
REQUIRED = {
    "required": "Donnez un pseudonyme.",
    "max_length": "Ce pseudonyme est trop long\u00a0: %(limit_value)d caractères au plus.",
}


class ClaimForm(forms.Form):
    """A new name in the class; for a pupil who has one already, another name."""

    pseudonyme = forms.CharField(max_length=MAX_NAME, error_messages=REQUIRED)

    def __init__(self, *args, pupil, address, browser, **kwargs):
        super().__init__(*args, **kwargs)
        self.pupil, self.address, self.browser = pupil, address, browser

    def clean_pseudonyme(self):
        name = " ".join(self.cleaned_data["pseudonyme"].split())
        names.check_free(name, self.pupil)
        is_own = self.pupil is not None and names.fold(name) == self.pupil.folded
        if not is_own and quotas.is_by_list():
            raise ValidationError(quotas.BY_LIST, code="list")
        return name

    def clean(self):
        if self.pupil is None and not self.errors and not quotas.allows(self.address):
            self.refuse()

    def refuse(self):
        quotas.refused(self.address, self.browser)
        raise ValidationError(quotas.TOO_MANY, code="quota")

    def save(self):
        """The Pupil. IntegrityError when somebody claimed the name between our look and our insert.

        ValidationError when others of this address came in meanwhile: many at once get no more names than one by one.
        """
        quotas.forget_addresses()
        if self.pupil:
            return self.renamed()
        pupil = Pupil.objects.create(address=self.address, name=self.cleaned_data["pseudonyme"])
        if quotas.is_exceeded(self.address):
            pupil.delete()
            self.refuse()
        return pupil

    def renamed(self):
        """Only the name is written: the teacher may have silenced this pupil meanwhile."""
        self.pupil.name = self.cleaned_data["pseudonyme"]
        self.pupil.save(update_fields=["name", "folded"])
        return self.pupil


class ReturnForm(forms.Form):
    """Name and code take a claim up, at any PC."""

    pseudonyme = forms.CharField(max_length=2 * MAX_NAME, error_messages=REQUIRED)
    code = forms.CharField(max_length=100, error_messages={"required": "Donnez votre code\u00a0: trois mots."})

    def __init__(self, *args, address, **kwargs):
        super().__init__(*args, **kwargs)
        self.address = address

    def clean(self):
        """Locked first, compared afterwards: who is locked learns nothing, not even by a right code."""
        data = super().clean()
        if self.errors:
            return
        folded = names.fold(data["pseudonyme"])
        if not locks.begin(self.address, folded):
            raise ValidationError(locks.LOCKED, code="locked")
        self.pupil = Pupil.objects.filter(folded=folded, code=codes.tidy(data["code"])).first()
        if self.pupil is None:
            raise ValidationError(UNKNOWN, code="unknown")
        locks.succeed(self.address, folded)
