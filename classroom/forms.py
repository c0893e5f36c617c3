"""What the teacher writes about a pupil's work."""

from django import forms

from classroom.models import HandIn, Remark


class MarkForm(forms.ModelForm):
    class Meta:
        model = HandIn
        fields = ["mark", "comment"]
        labels = {"mark": "Note ou mention"}
        widgets = {"comment": forms.Textarea(attrs={"rows": 3})}

    def save(self):
        """Only these fields: the pupil may hand in again meanwhile."""
        self.instance.save(update_fields=self.Meta.fields)


class RemarkForm(forms.ModelForm):
    """A remark at a line that is there."""

    class Meta:
        model = Remark
        fields = ["project", "path", "line", "text"]

    def __init__(self, *args, hand_in, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.hand_in = hand_in

    def clean(self):
        data = super().clean()
        text = self.instance.hand_in.projects.get(data.get("project"), {}).get(data.get("path"))
        if text is None or not 1 <= data.get("line", 0) <= text.count("\n") + 1:
            raise forms.ValidationError("Cette ligne n’est pas dans ce qui a été rendu.")
        return data
