"""`/sante`: for load balancers and for the teacher who wonders."""

import asyncio

from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.db import connection
from django.http import JsonResponse
from django.views.decorators.http import require_safe

DEADLINE = 2  # seconds


@require_safe
async def health(request):
    """200 when the database and the channel layer answer, else 503; JSON says which."""
    checks = {"database": ask_database, "channelLayer": ask_channel_layer}
    answers = await asyncio.gather(*(answers_in_time(check) for check in checks.values()))
    return JsonResponse(dict(zip(checks, answers, strict=True)), status=200 if all(answers) else 503)


async def answers_in_time(check):
    try:
        async with asyncio.timeout(DEADLINE):
            await check()
    except Exception:  # whatever the driver raises, the answer is "no"
        return False
    return True


@sync_to_async
def ask_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


async def ask_channel_layer():
    await get_channel_layer().group_send("sante", {"type": "sante"})
