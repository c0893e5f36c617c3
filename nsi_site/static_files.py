"""The addresses of static files."""

from django.conf import settings
from django.urls import get_script_prefix
from servestatic.storage import CompressedStaticFilesStorage


class MountedStaticFiles(CompressedStaticFilesStorage):
    """Static files are found below where the site is mounted, which each request says anew."""

    @property
    def base_url(self):
        return get_script_prefix() + settings.STATIC_URL.lstrip("/")
