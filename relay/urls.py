from django.urls import path

from relay import views

urlpatterns = [
    path("", views.servers, name="chez"),
    path("<slug:slug>", views.enter, {"rest": ""}),
    path("<slug:slug>/<path:rest>", views.enter, name="chez-page"),
    path("<slug:slug>/", views.enter, {"rest": ""}, name="chez-one"),
]
