"""The addresses of static files.

What dresses the site has its version in its address, `/static/3f9c52d01b7e/site/site.css`, and browsers keep it: the
pages and all frames of the lesson ask for it once. Modules name each other by relative addresses, so that they are all
of one version. What the lesson shows being asked for, STATIC_SHOWN, has a plain address in each frame.
"""

from django.conf import settings
from django.urls import get_script_prefix
from servestatic.storage import CompressedStaticFilesStorage

from exchanges.letters import without_letter
from nsi_site import static_version


class MountedStaticFiles(CompressedStaticFilesStorage):
    """Static files are found below where the site is mounted, which each request says anew."""

    @property
    def base_url(self):
        return get_script_prefix() + settings.STATIC_URL.lstrip("/")

    def url(self, name):
        version = static_version.current()
        if name not in version.states or name.startswith(settings.STATIC_SHOWN):
            return super().url(name)
        return without_letter(super().url(f"{version.mark}/{name}"))
