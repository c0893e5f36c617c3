"""`/sante`: for load balancers and for the teacher who wonders."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import async_to_sync
from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.db import DatabaseError
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from chat import disk
from nsi_site import processes, upgrade
from nsi_site.diagnostic import data
from nsi_site.quotas import HEALTH, REQUESTS

DEADLINE = 2  # seconds
ASKING = ThreadPoolExecutor(REQUESTS.everybody, thread_name_prefix="sante")
# What each part is, and what it does when it is ill.
IN_FRENCH = {
    "database": ("La base de données", "ne peut pas être écrite"),
    "channelLayer": ("Le relais entre les pages ouvertes", "ne répond pas"),
    "processes": ("Le lien entre les processus du site", "manque\u00a0: ils sont plusieurs, sans Redis"),
}
HARMLESS = {"processes"}  # the site serves in spite of it: a balancer must not turn everybody away


def for_any_host(get_response):
    """Answer `/sante` before ALLOWED_HOSTS is looked at: load balancers ask by address."""

    def middleware(request):
        return (async_to_sync(health) if request.path_info == HEALTH else get_response)(request)

    return middleware


@require_safe
async def health(request):
    """200 when the database can be written and the channel layer answers, else 503.

    A browser gets it in French, a machine as JSON.
    """
    checks = {"database": ask_database, "channelLayer": ask_channel_layer, "processes": ask_processes}
    answers = await asyncio.gather(*(answers_in_time(check) for check in checks.values()))
    told = dict(zip(checks, answers, strict=True))
    is_browser = request.get_preferred_type(["application/json", "text/html"]) == "text/html"
    response = (page if is_browser else JsonResponse)(told)
    response.status_code = 200 if serves(told) else 503
    patch_vary_headers(response, ["Accept"])
    response.headers["Content-Length"] = str(len(response.content))
    return response


def page(told):
    """Rendered without the request: who is signed in is in the database, which may be what is ill."""
    parts = [(*IN_FRENCH[name], is_well) for name, is_well in told.items()]
    context = {"parts": parts, "is_well": all(told.values()), "serves": serves(told)}
    return HttpResponse(render_to_string("nsi_site/health.html", context))


def serves(told):
    return all(is_well for name, is_well in told.items() if name not in HARMLESS)


async def answers_in_time(check):
    try:
        async with asyncio.timeout(DEADLINE):
            await check()
    except Exception:  # noqa: BLE001 - whatever the driver raises, the answer is "no"
        return False
    return True


async def ask_database():
    """Raise what is wrong. On a thread of its own: the answer must not wait for one that hangs."""
    await database_sync_to_async(try_database, thread_sensitive=False, executor=ASKING)()


def try_database():
    """It must be complete, and take what is written."""
    disk.check()
    data.write()
    if upgrade.lacking():
        raise DatabaseError("not migrated")


async def ask_channel_layer():
    await get_channel_layer().group_send("sante", {"type": "sante"})


async def ask_processes():
    if await asyncio.to_thread(processes.divided):
        raise RuntimeError("divided")
