from django.urls import path

from exercises import views

urlpatterns = [
    path("", views.exercises, name="exercises"),
    path("solutions", views.solutions, name="solutions"),
    path("regles", views.rules, name="exercise-rules"),
    path("verifier", views.verify, name="verify"),
    path("<slug:slug>", views.exercise, name="exercise"),
    path("<slug:slug>/essayer", views.try_out, name="try-out"),
    path("<slug:slug>/solution", views.solution, name="solution"),
]
