from django.urls import path

from workbench import boundary, views

urlpatterns = [
    path("", views.workbench, name="workbench"),
    path("moteur", boundary.engine_frame, name="engine-frame"),
    path("volet", boundary.pane_frame, name="pane-frame"),
    path("projet.zip", views.download, name="project-zip"),
    path("ouvrir", views.open_project, name="open-project"),
]
