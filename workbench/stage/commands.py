"""The only way into the pupil's world: `Commands(tell).take(message)`, for the browser's worker and for `pipe.py`.

Every message is a plain JSON object with a `type`; bytes are `{"base64": …}` (envelopes.py). Answers and news go to
`tell(message)`, called synchronously. `take` returns nothing and never raises for what a pupil wrote.

| in       | fields                             |                                                                |
|----------|------------------------------------|----------------------------------------------------------------|
| `load`   | `call`, `files`                    | the live project becomes these files, open sockets are closed  |
|          |                                    | with 1012; answer: `loaded`                                    |
| `judge`  | `call`, `files`, `task`, `record`? | the task's check, on a project of its own and the virtual      |
|          |                                    | clock; the live project is not touched; answer: `judged`       |
| `open`   | `id`, `scope`, `visitor`?          | a connection (HTTP or WebSocket) to the live project           |
| `event`  | `id`, `event`                      | for it: `http.request`, `http.disconnect`, `websocket.connect`,|
|          |                                    | `websocket.receive`, `websocket.disconnect`                    |
| `end`    | `id`                               | the client is gone: the project gets its disconnect            |
| `pause`, `resume` | `id`                      | between the two, the project's `send` waits                    |

| out      | fields            |                                                                                 |
|----------|-------------------|---------------------------------------------------------------------------------|
| `loaded` | `call`, `verdict` | its state is `passed` when the project runs, else it says why it does not       |
| `judged` | `call`, `verdict` |                                                                                 |
| `event`  | `id`, `event`     | `http.response.start`, `http.response.body`, `websocket.accept`,                |
|          |                   | `websocket.send`, `websocket.close`                                             |
| `end`    | `id`              | the project is done with this connection                                        |
| `printed`| `text`            | what the live project prints                                                    |
| `trouble`| `verdict`         | an exception, a forgotten await, an endless loop in the live project            |

`files` is `{path: text}`, or `{path: {"base64": …}}` for a picture; paths are relative, with `/`. `settings.py`,
`asgi.py` and `manage.py` are the stage's own (`given/`), whatever `files` says. A project without `urls.py` (the chain
*salons*: `consumers.py` alone) gets `ws/chat` and `ws/chat/<salon>` for its `ChatConsumer`, and at `/` and `/<salon>`
a page to speak to them (`client.html`).

`scope` needs `type`, `path` and, for HTTP, `method`; `query_string`, `headers`, `root_path`, `subprotocols` may be left
out. Text is taken for bytes where ASGI wants bytes (headers, query string, body): a page need not write base64.

`task` is `exercises.catalogue.Task.for_stage()`: `slug`, `number`, `check` (the source of check.py), `mistakes` (its
erreurs.toml, decoded), `play` (what the page does in a fresh pane where JavaScript is the task, else an empty list).

| verdict    |                                                                                                     |
|------------|-----------------------------------------------------------------------------------------------------|
| `state`    | `passed`, `failed`, `broken` (the check itself crashed: never the pupil's fault), or `elsewhere`    |
|            | (« à vérifier dans le navigateur » : the task wants a `record` and none came)                       |
| `code`     | names the mistake, `""` when passed                                                                 |
| `did`, `expected`, `advice` | French sentences: what the program did, what was expected, what to do next         |
| `file`, `line`, `source` | where, if known: a path of the project, a number from 1 or null, the text of the line |
| `values`   | `[[name, repr], …]` at that line                                                                    |
| `printed`  | the last lines that the program printed                                                             |
| `arrows`   | `{"expected": […], "seen": […]}`, each arrow `{"client", "kind", "text", "mark"}`                   |

An arrow's `client` is `A`, `B` or `C`; its `kind` is `open`, `refused`, `up` (client to server), `down`, `close` (by
the client), `cut` (by the server, or a dropped connection), `request`, `response`; its `mark` is `""`, `ok`, `missing`,
or `extra`; its `text` is the frame, the address opened, `GET /page2` or `200 text/html`.

A `play` is a list of steps for a fresh pane on the loaded project: `{"open": "/chat"}`, `{"click": "#id"}`, `{"fill":
{"#id": "text"}}`, `{"submit": "#id"}` (as by Enter: handlers run), `{"frame": "…"}` (arrives on the page's open
sockets, as if from the server), `{"wait": 1000}`. Each ends when nothing is under way any more; where the page has
timers or animations, the last one after 500 ms without news. The page's sockets are accepted by the robot itself and
reach no server: what the record says depends on the page alone. The `record` holds an object for each step, what was
seen after it: `url`, `title`, `text`, `elements` (`{selector: {"tag", "text", "value", "color", "html"}}`, for `#id` of
every element with an id and for each selector of the play, null where there is none; `color` is the computed
`rgb(…)`), `focus` (an id or ""), and, only what came since the step before: `requests` (`["GET /x", …]`), `sockets`
(addresses opened), `frames` (texts the page sent), `errors` (`[{"text", "file", "line"}, …]`, `file` a path of the
project or "").
"""

from workbench.stage import inplace  # noqa: F401 - before anything of Channels
from workbench.stage.envelopes import dumps, loads
from workbench.stage.judge import judge
from workbench.stage.live import Live


def start(tell):
    """Return `take(text)`, for messages in; messages out go to `tell(text)`."""
    commands = Commands(lambda message: tell(dumps(message)))
    return lambda text: commands.take(loads(text))


class Commands:
    def __init__(self, tell):
        self.tell = tell
        self.live = Live(tell)

    def take(self, message):
        """`message` is decoded: its bytes are bytes. Raises KeyError for a type that is not in the table."""
        return {
            "load": self.load,
            "judge": self.judge,
            "open": self.live.open,
            "event": self.live.event,
            "end": self.live.end,
            "pause": self.live.pause,
            "resume": self.live.resume,
        }[message["type"]](message)

    def load(self, message):
        self.tell({"type": "loaded", "call": message["call"], "verdict": self.live.load(message["files"])})

    def judge(self, message):
        verdict = judge(message["files"], message["task"], message.get("record"))
        self.tell({"type": "judged", "call": message["call"], "verdict": verdict})
