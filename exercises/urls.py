from django.urls import path

from exercises import views

urlpatterns = [
    path("", views.exercises, name="exercises"),
    path("verifier", views.run_again, name="exercises-run"),
    path("recommencer", views.reset, name="exercises-reset"),
    path("solutions", views.solutions, name="solutions"),
    path("chat/<str:room>", views.chat, name="exercises-chat"),
    path("<slug:slug>", views.exercise, name="exercise"),
    path("<slug:slug>/solution", views.solution, name="solution"),
]
