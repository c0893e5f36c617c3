"""Les routes : quelle adresse mène à quelle vue."""

from django.urls import path

import views

urlpatterns = []
websocket_urlpatterns = []
