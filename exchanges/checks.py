"""What a deployment must not do."""

from django.conf import settings
from django.core.checks import Error, register


@register
def folder_comes_with_each_request(app_configs, **kwargs):
    """Django would take FORCE_SCRIPT_NAME for every request, and links would leave the frame that they are in."""
    if not settings.FORCE_SCRIPT_NAME:
        return []
    hint = "Tell the server in which folder the site is: --root-path, of daphne and of uvicorn."
    return [Error("FORCE_SCRIPT_NAME hides in which frame of the lesson a page is.", hint=hint, id="exchanges.E001")]
