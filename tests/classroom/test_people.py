from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chat.models import Message
from classroom import orders
from classroom.models import Block
from pupils.models import Pupil


def test_a_pupil_is_silenced_and_may_speak_again(greg, carry_out):
    muted = carry_out("muet", greg)
    assert muted.muted
    assert muted.muted_place == "10.0.0.9"
    assert timezone.now() < muted.muted_until < timezone.now() + timedelta(hours=2)
    free = carry_out("rendre-la-parole", greg)
    assert (free.muted, free.muted_place) == (False, None)


def test_a_pupil_is_shut_out_with_the_pc_where_they_wrote_last(greg, say, carry_out):
    say("a", user_name="Greg", author=greg.pk, address="10.0.0.7")
    assert carry_out("bloquer", greg).blocked
    assert [block.address for block in Block.objects.now()] == ["10.0.0.7"]
    assert not carry_out("debloquer", greg).blocked
    assert not Block.objects.now().exists()


def test_the_teacher_s_own_pc_is_never_blocked(greg, carry_out):
    Pupil.objects.filter(pk=greg.pk).update(address="127.0.0.1")
    greg.refresh_from_db()
    carry_out("bloquer", greg)
    assert not Block.objects.exists()


def test_a_pc_is_blocked_by_its_address_whoever_sits_there(greg, say):
    say("a", user_name="Zoé", address="10.0.0.9")
    order = orders.find("bloquer-poste")
    place = order.target("10.0.0.9")
    assert order.shows(place)[1].endswith("Greg, Zoé")
    order.carry_out(place, "prof")
    assert [(block.address, block.by) for block in Block.objects.now()] == [("10.0.0.9", "prof")]
    with pytest.raises(ValidationError):
        order.target("ici")


@pytest.mark.parametrize(("order", "is_kept"), [("nouveau-code", True), ("liberer", False)])
def test_a_name_is_freed_or_gets_a_new_code_and_the_old_browser_is_nobody(teacher, order, is_kept):
    squatter, owner = Client(), Client()
    squatter.post(reverse("claim"), {"pseudonyme": "Greg"})
    greg = Pupil.objects.get(name="Greg")
    asked = teacher.post(reverse("desk-order", args=[order]), {"pk": greg.pk})
    assert "confirmed" in asked.content.decode()
    assert Pupil.objects.get() == greg
    teacher.post(reverse("desk-order", args=[order]), {"pk": greg.pk, "confirmed": "1"})
    assert squatter.post(reverse("here"), HTTP_ACCEPT="application/json").status_code == 404
    assert Pupil.objects.filter(pk=greg.pk, code=greg.code).count() == 0
    owner.post(reverse("claim"), {"pseudonyme": "Greg"})
    assert Pupil.objects.filter(pk=greg.pk).exists() == is_kept
    assert Pupil.objects.exclude(pk=greg.pk).exists() != is_kept


def test_what_goes_with_a_name_is_told_before(greg, say):
    say("a", user_name="Greg", author=greg.pk)
    assert "1 élève, 1 message, 0 travail rendu, 0 version de projet" in orders.find("liberer").shows(greg)[0]
    orders.find("liberer").carry_out(greg, "prof")
    assert not Message.objects.exclude(text="").exists()
