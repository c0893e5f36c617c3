"""Quelle adresse mène à quelle vue."""

from django.urls import path

from pages import views

urlpatterns = [
    path("", views.home, name="home"),
    path("hello", views.hello, name="hello"),
    path("page2", views.page2, name="page2"),
    path("suivante", views.suite, name="suite"),
    path("javascript", views.javascript, name="javascript"),
    path("formulaire", views.form, name="form"),
    path("bonjour", views.bonjour, name="bonjour"),
    path("composants", views.composants, name="composants"),
]
