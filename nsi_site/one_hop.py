"""Django's handler for ASGI with a request's middlewares, view and signals in one go, on one thread.

Django's own goes to a thread and back for each middleware that is not asynchronous, for each signal and for the view,
and starts a new thread for each request: three quarters of what a small page costs. Here nothing is asynchronous but
reading the request and sending the response.
"""

from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import sync_to_async
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.urls import set_script_prefix

from nsi_site import quotas

# As many as `RequestDoor` lets in, those of the health page included: nobody waits for a thread.
THREADS = 2 * quotas.REQUESTS.everybody + quotas.PASSWORDS.everybody


class OneHop(ASGIHandler):
    """The view goes on to its end when its client leaves: what it has begun to save is saved."""

    def __init__(self):
        super().__init__()
        threads = ThreadPoolExecutor(THREADS, thread_name_prefix="django")
        self.respond_on_thread = sync_to_async(self.respond, thread_sensitive=False, executor=threads)

    def load_middleware(self, is_async=False):
        super().load_middleware(is_async=False)

    async def handle(self, scope, receive, send):
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        with body:
            response = await self.respond_on_thread(scope, body)
            await self.send_response(response, send)
        if response.streaming:
            await sync_to_async(response.close)()

    def respond(self, scope, body):
        """The response, closed already unless it is yet to be read: its database connection is this thread's."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, response = self.create_request(scope, body)
        if request is not None:
            response = self.get_response(request)
        if not response.streaming:
            response.close()
        return response
