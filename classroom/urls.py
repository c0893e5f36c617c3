from django.urls import path

from classroom import stations, views

urlpatterns = [
    path("classe", views.desk, name="desk"),
    path("classe/postes", stations.stations, name="stations"),
    path("classe/postes/vider", stations.empty_stations, name="empty-stations"),
    path("poste", stations.station, name="station"),
]
