"""The whole architecture: HTTP goes to Django's views, WebSockets to the consumers, and the recorder sees both.

What browsers download to run Python is served before all that. Pupils' own servers are reached by an origin of their
own, behind a door that shares nothing with the site but its static files.
"""

import gc
import os

import django
from channels.routing import ProtocolTypeRouter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nsi_site.settings")
django.setup(set_prefix=False)

# Below the line above: these import models, which need Django to be set up.
from chat.lifespan import lifespan
from exchanges.recorder import Recorder
from nsi_site.doors import RequestDoor
from nsi_site.metrics import Metrics
from nsi_site.one_hop import OneHop
from nsi_site.origin import SameOriginOnly
from nsi_site.processes import known
from nsi_site.routing import websockets
from nsi_site.security import SecureHeaders
from nsi_site.seen import Seen
from nsi_site.static_first import StaticFirst
from nsi_site.who import KnowPupil, KnowUser
from relay.door import Door
from relay.origin import TwoOrigins
from workbench.downloads import Downloads

site = Recorder(
    ProtocolTypeRouter(
        {
            "http": Seen(SecureHeaders(Metrics(Downloads(StaticFirst(RequestDoor(OneHop())))))),
            "websocket": SameOriginOnly(KnowUser(KnowPupil(websockets))),
            "lifespan": known(lifespan),
        }
    )
)
door = Door()
application = TwoOrigins(site=site, chez=ProtocolTypeRouter({"http": StaticFirst(door), "websocket": door}))

# Arrivals make many objects that stay, so the collector looked often, and through all that was ever loaded: a third of
# what an arrival cost. What is here now stays for ever and is left out; newcomers are looked at by the ten thousand.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
