from django import forms

from exercises.models import Rules


class RulesForm(forms.ModelForm):
    class Meta:
        model = Rules
        fields = ["solutions"]
        widgets = {"solutions": forms.RadioSelect}
