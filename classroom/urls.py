from django.urls import path

from classroom import stations, views

urlpatterns = [
    path("classe", views.desk, name="desk"),
    path("classe/chat", views.talk, name="desk-chat"),
    path("classe/journal", views.acts, name="desk-acts"),
    path("classe/ecran", views.show, name="desk-screen"),
    path("classe/ordre/<slug:name>", views.order, name="desk-order"),
    path("classe/postes", stations.stations, name="stations"),
    path("classe/postes/vider", stations.empty_stations, name="empty-stations"),
    path("poste", stations.station, name="station"),
]
