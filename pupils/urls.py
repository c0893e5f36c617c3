from django.urls import path

from pupils import views, work

urlpatterns = [
    path("eleve/nom", views.claim, name="claim"),
    path("eleve/retour", views.come_back, name="come-back"),
    path("eleve/present", views.here, name="here"),
    path("eleve/autre", views.leave, name="leave"),
    path("eleve/notes", work.notes, name="notes"),
    path("eleve/projets/<slug:project>", work.versions, name="versions"),
    path("eleve/projets/<slug:project>/<int:number>", work.version, name="version"),
    path("vie-privee", views.privacy, name="privacy"),
]
