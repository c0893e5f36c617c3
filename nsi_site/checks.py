"""What several processes of one site need, said by every `manage.py` command that checks."""

import os

from django.conf import settings
from django.core.checks import Warning, register

from nsi_site import processes


@register
def processes_know_each_other(app_configs, **kwargs):
    numbers = processes.divided()
    return [Warning(processes.sentence(numbers), hint=processes.ADVICE, id="nsi_site.W001")] if numbers else []


@register
def key_is_everybody_s(app_configs, **kwargs):
    """A key made in VAR_DIR is that folder's own; cookies, and the names of the groups in Redis, come from the key."""
    if settings.DEBUG or not settings.REDIS_URL or os.environ.get("SECRET_KEY"):
        return []
    what = "REDIS_URL est donné sans SECRET_KEY."
    hint = (
        "Un processus dont VAR_DIR est un autre dossier a une autre clé\u00a0: il n’entend rien de celui-ci et refuse "
        "ses cookies. Donnez à tous la même SECRET_KEY."
    )
    return [Warning(what, hint=hint, id="nsi_site.W002")]
