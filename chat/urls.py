from django.urls import path, re_path

from chat import views

urlpatterns = [
    path("", views.rooms, name="rooms"),
    path("formulaire", views.form_chat, name="chat-form"),
    path("simple", views.simple_chat, name="simple-chat"),
    re_path("^simple/(?P<salon>[-a-zA-Z0-9_]{1,60})$", views.simple_chat, name="simple-chat"),
    path("<slug:slug>", views.room, name="room"),
]
