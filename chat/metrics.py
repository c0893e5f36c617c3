"""What the chat of this process tells Prometheus, beside what `prometheus_client` knows of any process."""

from prometheus_client import Counter, Gauge, Histogram

# From what a class notices as nothing to what it notices as broken, in seconds.
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)

SOCKETS = Gauge("nsi_chat_sockets", "Clients that are in a room here")
ROOMS = Gauge("nsi_chat_rooms", "Rooms where somebody is, here")
QUEUE = Gauge("nsi_chat_queue", "Messages that wait to be saved")
STORED = Counter("nsi_chat_messages_stored", "Messages saved by this process, each once")
BATCH = Histogram("nsi_chat_batch_seconds", "Time of a transaction that saves what waits", buckets=BUCKETS)
FAN_OUT = Histogram("nsi_chat_fan_out_seconds", "Time to hand a batch to the sockets of its room", buckets=BUCKETS)
BROADCAST = Histogram("nsi_chat_broadcast_seconds", "Time until our own broadcast came back", buckets=BUCKETS)
FILLED = Counter("nsi_chat_holes_filled", "Messages that no broadcast brought: read from the database")
DROPPED = Counter("nsi_chat_clients_dropped", "Clients closed because they did not read")


def watch(hub):
    """From now on the gauges show this hub, asked when somebody reads them."""
    SOCKETS.set_function(hub.rooms.nb_sockets)
    ROOMS.set_function(lambda: len(hub.rooms.occupied()))
    QUEUE.set_function(hub.ledger.queue.qsize)
