"""What the site uses of its libraries beyond their documentation: the only place that lists it.

A release may rename any of it without a word; `gone` then says what, before a class meets it.
"""

import inspect
import re
from importlib import import_module
from importlib.metadata import version

# library → class → attributes and methods, called, set or overridden
NAMES = {
    "daphne": {
        "daphne.server.Server": [
            *("application", "application_checker", "connections", "create_application", "handle_reply"),
            *("http_factory", "ping_interval", "protocol_connected", "protocol_disconnected"),
            *("proxy_forwarded_address_header", "stop", "timeout_checker", "ws_factory"),
        ],
        "daphne.http_protocol.WebRequest": ["basic_error", "client_addr", "handle_reply", "process"],
        "daphne.ws_protocol.WebSocketProtocol": ["application_queue", "client_addr", "handle_reply", "server"],
        "daphne.ws_protocol.WebSocketFactory": ["server_class"],
    },
    "twisted": {
        "twisted.web.http.Request": ["handleContentChunk", "startedWriting", "parsePOSTFormSubmission"],
        "twisted.web.http.HTTPChannel": [
            *(
                "_respondToBadRequestAndDisconnect",
                "allContentReceived",
                "allHeadersReceived",
                "length",
                "lineReceived",
            ),
            *("persistent", "rawDataReceived", "requestFactory", "requests", "resetTimeout", "timeOut"),
        ],
        "twisted.protocols.basic.LineReceiver": ["lineLengthExceeded"],
        "twisted.internet.abstract.FileDescriptor": [
            *("_tempDataBuffer", "bufferSize", "connected", "dataBuffer", "disconnecting", "unregisterProducer"),
        ],
        "twisted.internet.tcp.Connection": ["TLS", "reactor", "socket"],
    },
    "autobahn": {
        "autobahn.websocket.protocol": ["hltype", "hlval", "pformat"],
        "autobahn.twisted.websocket": ["hltype", "hlval"],
        "autobahn.websocket.protocol.WebSocketProtocol": [
            *("_dataReceived", "_max_message_size_exceeded", "data", "dropConnection", "onFrameBegin"),
            *("sendCloseFrame", "sendData", "state"),
        ],
        "autobahn.websocket.protocol.WebSocketServerProtocol": ["CONFIG_ATTRS"],
        "autobahn.twisted.websocket.WebSocketAdapterProtocol": ["_closeConnection"],
    },
    "uvicorn": {
        "uvicorn.protocols.http.httptools_impl.HttpToolsProtocol": [
            *("_start_asgi_task", "_unset_keepalive_if_required", "client", "flow", "handle_websocket_upgrade"),
            *("on_header", "on_response_complete"),
            *(
                "headers",
                "on_body",
                "on_headers_complete",
                "on_message_begin",
                "on_message_complete",
                "parser",
                "scope",
            ),
            *(
                "send_400_response",
                "timeout_keep_alive",
                "timeout_keep_alive_handler",
                "timeout_keep_alive_task",
                "url",
            ),
        ],
        "uvicorn.protocols.http.httptools_impl.RequestResponseCycle": ["more_body", "waiting_for_100_continue"],
        "uvicorn.protocols.websockets.websockets_sansio_impl.WebSocketsSansIOProtocol": [
            *("client", "close_sent", "close_timeout", "close_timer", "conn", "curr_msg_data_type", "disconnected"),
            *("frames", "handle_connect", "handle_parser_exception", "handshake_complete", "handshake_initiated"),
            *("keepalive_timeout", "ping_timer", "send_keepalive_ping"),
            *("queue", "read_paused", "request", "response", "scope", "send_receive_event_to_app", "shutdown"),
            *("stop_keepalive", "writable"),
        ],
        "uvicorn.server.Server": ["servers", "shutdown", "startup"],
    },
    "websockets": {
        "websockets.http11": ["MAX_LINE_LENGTH", "MAX_NUM_HEADERS"],
        "websockets.protocol.Protocol": ["close_sent", "fail", "recv_frame"],
    },
    "django": {"django.contrib.auth.tokens.PasswordResetTokenGenerator": ["_make_hash_value", "key_salt"]},
}


def gone(names=NAMES):
    """One sentence for each name that its library no longer has."""
    return [
        f"{library} {version(library)} has no `{name}` in {place} any more, on which nsi_site relies"
        for library, places in names.items()
        for place, wanted in places.items()
        for name in wanted
        if not is_there(place, name)
    ]


def is_there(place, name):
    """Whether the class or module has the name, takes it as an argument, or sets it in a method (`self.name = …`)."""
    module, _, owner = place.rpartition(".")
    found = getattr(import_module(module), owner, None)
    if found is None or hasattr(found, name) or inspect.ismodule(found):
        return hasattr(found, name)
    bases = [base for base in found.__mro__ if base.__module__ != "builtins"]
    return name in inspect.signature(found).parameters or any(is_set_in(base, name) for base in bases)


def is_set_in(cls, name):
    return re.search(rf"\bself\.{name}\b[^=\n]* = ", inspect.getsource(cls)) is not None
