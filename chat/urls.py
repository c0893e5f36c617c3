from django.urls import path

from chat import views

urlpatterns = [
    path("", views.rooms, name="rooms"),
    path("formulaire", views.form_chat, name="chat-form"),
    path("<slug:slug>", views.room, name="room"),
]
