"""The site without its recorder, to be measured beside the real one."""

from nsi_site.asgi import application as recorded

application = recorded.app
