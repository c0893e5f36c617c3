"""What the server accepts as a name, and why it refuses the rest."""

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from pages.forms import ClubForm, IdentityForm, check_characters


@pytest.mark.parametrize("name", ["Dupont", "Zoé", "L’Hôpital-Müller", "D'Artagnan", "王小明", "Nguyễn Văn", "😀"])
def test_names_of_all_countries_are_accepted(name):
    form = IdentityForm(QueryDict(f"Nom={name}&Prénom={name}"))
    assert form.is_valid()
    assert form.cleaned_data == {"Nom": name, "Prénom": name}


@pytest.mark.parametrize("text", ["\0", "\x1b[31m", "a\tb", "\x85", chr(0xD800), "\ufffd", "\u200b", "\u2028"])
def test_what_cannot_be_shown_is_refused(text):
    with pytest.raises(ValidationError, match="ne peut pas être affiché"):
        check_characters(text)


def test_fifty_characters_are_accepted_and_fifty_one_are_not():
    assert IdentityForm(QueryDict(f"Nom={'x' * 50}&Prénom=Bob")).is_valid()
    assert list(IdentityForm(QueryDict(f"Nom={'x' * 51}&Prénom=Bob")).errors) == ["Nom"]


def test_each_repeated_field_is_named():
    form = IdentityForm(QueryDict("Nom=a&Nom=a&Prénom=b&Prénom=c"))
    assert list(form.errors) == ["Nom", "Prénom"]


def test_boxes_that_are_not_ticked_are_not_sent_and_those_that_are_make_a_list():
    form = ClubForm(QueryDict("niveau=Seconde&jour=mardi&activite=web&activite=jeux"))
    assert form.is_valid()
    assert form.cleaned_data["activite"] == ["web", "jeux"]
    assert ClubForm(QueryDict("niveau=Seconde&jour=mardi")).is_valid()


def test_a_choice_that_is_not_on_the_page_is_refused():
    for query in ["niveau=CM2&jour=mardi", "niveau=Seconde&jour=lundi", "niveau=Seconde&jour=mardi&activite=sieste"]:
        assert not ClubForm(QueryDict(query)).is_valid()
