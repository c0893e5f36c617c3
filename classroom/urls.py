from django.urls import path

from classroom import views

# Below « classe », without a trailing slash: the address of a further page begins with one ("/seances").
urlpatterns = [
    path("", views.desk, name="desk"),
]
