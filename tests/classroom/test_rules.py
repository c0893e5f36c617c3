from django.urls import reverse

from chat.models import Room


def test_rooms_are_opened_by_the_teacher_alone_when_the_teacher_says_so(teacher, client, db):
    teacher.post(reverse("allow-rooms"))
    assert teacher.post(reverse("rooms"), {"title": "Du professeur"}).status_code == 302
    client.logout()
    answer = client.post(reverse("rooms"), {"title": "D’un élève"})
    assert "Les salons sont ouverts par le professeur." in answer.content.decode()
    assert not Room.objects.filter(title__startswith="D’un").exists()


def test_the_desk_offers_what_is_not_so_yet(teacher):
    assert "Réserver au professeur" in teacher.get(reverse("desk-chat")).content.decode()
    teacher.post(reverse("allow-rooms"))
    assert "Permettre aux élèves" in teacher.get(reverse("desk-chat")).content.decode()


def test_and_by_pupils_again(teacher, client, db):
    for form in ({}, {"pupils": "1"}):
        teacher.post(reverse("allow-rooms"), form)
    client.logout()
    assert client.post(reverse("rooms"), {"title": "D’un élève"}).status_code == 302
