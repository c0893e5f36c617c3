from django.urls import path

from lesson.booklet import booklet
from lesson.playground import playground
from lesson.sheet import sheet
from lesson.views import lesson, step
from lesson.visits import visits

urlpatterns = [
    path("", lesson, name="lesson"),
    path("visites", visits, name="visits"),
    path("bac-a-sable", playground, name="playground"),
    path("carnet", booklet, name="booklet"),
    path("fiche", sheet, name="sheet"),
    path("<slug:slug>", step, name="step"),
]
