"""The addresses of static files."""

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.urls import get_script_prefix


class MountedStaticFiles(StaticFilesStorage):
    """Static files are found below where the site is mounted, which each request says anew."""

    @property
    def base_url(self):
        return get_script_prefix() + settings.STATIC_URL.lstrip("/")
