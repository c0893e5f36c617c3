"""The addresses of the original lesson's pages."""

from django.templatetags.static import static
from django.urls import path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from pages import views

urlpatterns = [
    path("", views.home, name="home"),
    path("hello", views.hello, name="hello"),
    path("page2", views.page2, name="page2"),
    path("suivante", views.suite, name="suite"),
    path("javascript", views.javascript, name="javascript"),
    path("formulaire", views.form, name="form"),
    path("bonjour", views.bonjour, name="bonjour"),
    # Browsers ask for it on pages that name no icon, `/hello` for one.
    path("favicon.ico", RedirectView.as_view(url=lazy(static, str)("site/favicon.svg"))),
]
