import html

from django.urls import reverse

from classroom.models import Act
from pupils.models import Pupil


def test_a_class_is_put_away_by_the_teacher_and_comes_back(teacher, transactional_db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    page = reverse("new-class")
    teacher.post(page)
    assert not Act.objects.exists()
    Pupil.objects.create(name="Greg")
    assert "1 élève, 0 message, 0 travail rendu" in teacher.get(page).content.decode()
    teacher.post(page)
    assert not Pupil.objects.exists()
    (name,) = [path.name for path in (tmp_path / "archives").iterdir()]
    teacher.post(page, {"archive": name})
    assert Pupil.objects.get().name == "Greg"
    assert teacher.post(page, {"archive": "../secret_key"}).status_code == 302
    assert Act.objects.count() == 2


def test_the_page_of_a_new_class_says_when_pupils_are_forgotten(teacher, settings):
    settings.KEEP_DAYS = 200
    assert "depuis 200\u00a0jours" in html.unescape(teacher.get("/classe/nouvelle").content.decode())
