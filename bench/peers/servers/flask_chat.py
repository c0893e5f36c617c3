"""The original lesson's stack: Flask-SocketIO, `threading` (Werkzeug's server) or `gevent` after the port."""

import sys

if sys.argv[2] == "gevent":
    from gevent import monkey

    monkey.patch_all()

import logging

from flask import Flask
from flask_socketio import SocketIO, emit

logging.getLogger("werkzeug").setLevel(logging.ERROR)
app = Flask(__name__)
socketio = SocketIO(app, async_mode=sys.argv[2])


@app.route("/hello")
def hello():
    return "Bonjour à tous !"


@socketio.on("message")
def message(data):
    emit("message", data, broadcast=True)
    return True  # the acknowledgement


socketio.run(
    app, "127.0.0.1", int(sys.argv[1]), **({"allow_unsafe_werkzeug": True} if sys.argv[2] == "threading" else {})
)
