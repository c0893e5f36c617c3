from django.urls import path, re_path

from classroom import code, copies, lessons, names_list, new_class, stations, views

urlpatterns = [
    path("classe", views.desk, name="desk"),
    path("classe/liste", names_list.names_list, name="names-list"),
    path("classe/liste/entree", names_list.door, name="desk-door"),
    path("classe/chat", views.talk, name="desk-chat"),
    re_path(r"^classe/chat/(?P<pk>\d{1,18})\.(?P<format>csv|json)$", views.export_room, name="export-room"),
    path("classe/chat/salons", views.allow_rooms, name="allow-rooms"),
    path("classe/journal", views.acts, name="desk-acts"),
    path("classe/ecran", views.show, name="desk-screen"),
    path("classe/ordre/<slug:name>", views.order, name="desk-order"),
    path("classe/postes", stations.stations, name="stations"),
    path("classe/postes/vider", stations.empty_stations, name="empty-stations"),
    path("poste", stations.station, name="station"),
    path("classe/seances", lessons.all_seances, name="seances"),
    path("classe/seances/commencer", lessons.begin, name="begin-seance"),
    path("classe/seances/<int:pk>", lessons.seance, name="seance"),
    path("classe/seances/<int:pk>/temps", lessons.extra_time, name="extra-time"),
    path("classe/seances/<int:pk>/rendus.zip", copies.download, name="hand-ins"),
    path("classe/eleve/<int:pk>", code.read, name="pupil-code"),
    path("classe/eleve/<int:pk>/<slug:project>", code.run, name="run-code"),
    path("classe/rendus/<int:pk>", copies.copy, name="copy"),
    path("classe/rendus/<int:pk>/<slug:project>", code.run_copy, name="run-copy"),
    path("classe/nouvelle", new_class.new_class, name="new-class"),
    path("eleve/rendre", copies.give, name="give"),
    path("eleve/rendu", copies.given_back, name="given-back"),
]
