"""Which address leads to which application."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from nsi_site.colleagues import close_account, colleagues
from nsi_site.diagnostic import views as diagnostic
from nsi_site.health import health
from nsi_site.join import join
from nsi_site.one_time_link import enter, open_link
from nsi_site.sockets_only import sockets_only
from workbench.licences import licences

urlpatterns = [
    path("", include("pages.urls")),
    path("", include("pupils.urls")),
    path("chat/", include("chat.urls")),
    path("lecon/", include("lesson.urls")),
    path("rejoindre", join, name="join"),
    path("licences", licences, name="licences"),
    path("mon-serveur/", include("workbench.urls")),
    path("exercices/", include("exercises.urls")),
    path("", include("classroom.urls")),
    path("classe/collegues", colleagues, name="colleagues"),
    path("classe/collegues/<int:number>/fermer", close_account, name="close-account"),
    path("classe/diagnostic", diagnostic.page, name="diagnostic"),
    path("chez/", include("relay.urls")),
    path("admin/", admin.site.urls),
    path("entrer", enter, name="enter"),
    path("entrer/<slug:token>", open_link, name="one-time-link"),
    path("ws/<path:path>", sockets_only),
    path("ws/", sockets_only, {"path": ""}),
    path("sante", health, name="health"),
    # Browsers ask for it on pages that name no icon, `/hello` for one.
    path("favicon.ico", RedirectView.as_view(url=lazy(static, str)("site/favicon.svg"))),
]

handler400 = "nsi_site.wrong_host.bad_request"
handler403 = "pages.errors.forbidden"
handler404 = "pages.errors.not_found"
handler500 = "nsi_site.database_page.server_error"
