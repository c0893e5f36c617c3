"""The only way into the pupil's world: `Commands(tell).take(message)`, the same for the browser's worker and for `pipe.py`.

Every message is a plain JSON object with a `type`; bytes are `{"base64": …}` (envelopes.py). Answers and news go to
`tell(message)`, which is called synchronously and must not block. `take` returns nothing and never raises for what a pupil wrote.

In:

| type     | fields                      | what happens                                                        |
|----------|-----------------------------|---------------------------------------------------------------------|
| `load`   | `call`, `files`             | the live project becomes these files; open sockets get close 1012; answer `loaded` |
| `judge`  | `call`, `files`, `task`, `record`? | the task's check on a project of its own, on the virtual clock; the live project is not touched; answer `judged` |
| `open`   | `id`, `scope`, `visitor`?   | a connection to the live project begins (HTTP or WebSocket)          |
| `event`  | `id`, `event`               | an ASGI event for it: `http.request`, `http.disconnect`, `websocket.connect`, `websocket.receive`, `websocket.disconnect` |
| `end`    | `id`                        | the client is gone: the project gets its disconnect                  |
| `pause`, `resume` | `id`               | the project's `send` on that connection waits between the two         |

Out:

| type     | fields            | meaning                                                                       |
|----------|-------------------|-------------------------------------------------------------------------------|
| `loaded` | `call`, `verdict` | `verdict.state` is `passed` when the project runs, else it says why it does not |
| `judged` | `call`, `verdict` |                                                                               |
| `event`  | `id`, `event`     | `http.response.start`, `http.response.body`, `websocket.accept`, `websocket.send`, `websocket.close` |
| `end`    | `id`              | the project is done with this connection                                      |
| `printed`| `text`            | the live project's print, some lines at once                                  |
| `trouble`| `verdict`         | an exception, a forgotten await or an endless loop in the live project         |

`files` is `{path: text}` (or `{path: {"base64": …}}` for a picture), paths with `/`. `settings.py`, `asgi.py` and
`manage.py` are the stage's (`given/`), whatever `files` says. A project with `consumers.py` and no `urls.py` (the chain
*salons*) gets `ws/chat` and `ws/chat/<salon>` for its `ChatConsumer`.

`scope` needs `type`, `path`, and for HTTP `method`; `query_string`, `headers`, `root_path`, `subprotocols` are optional.
Text is taken for bytes where ASGI wants bytes (headers, query string, body), so that a page need not write base64.

`task` is `exercises.catalogue.Task.for_stage()`: `slug`, `number`, `check` (the source of its check.py), `mistakes` (its
erreurs.toml, decoded) and `play` (what the page does in a fresh pane where JavaScript is the task, else an empty list).

`verdict`:

| key        | value                                                                                    |
|------------|------------------------------------------------------------------------------------------|
| `state`    | `passed`, `failed`, `broken` (the check itself crashed: never the pupil's fault) or `elsewhere` (« à vérifier dans le navigateur »: the task wants a `record` and none came) |
| `code`     | names the mistake, `""` when passed                                                      |
| `did`, `expected`, `advice` | French sentences: what the program did, what was expected, what to do next |
| `file`, `line`, `source` | where, when it is known: path in the project, number from 1 (else null), that line's text |
| `values`   | `[[name, repr], …]` at the failing line                                                  |
| `printed`  | the last lines that the program printed                                                  |
| `arrows`   | `{"expected": […], "seen": […]}`, each arrow `{"client", "kind", "text", "mark"}`        |

An arrow's `kind` is `open`, `refused`, `up` (client to server), `down`, `close` (by the client), `cut` (by the server; also
a dropped connection), `request`, `response`; its `mark` is `""`, `ok`, `missing` or `extra`; `client` is `A`, `B` or `C`;
`text` is the frame, the address opened, `GET /page2` or `200 text/html`.

A `play` is a list of steps for the page, in a fresh pane on the loaded project; after each step it waits for 500 ms
without news. `{"open": "/chat"}`, `{"click": "#id"}`, `{"fill": {"#id": "text"}}`, `{"submit": "#form"}` (a real submit:
handlers run), `{"frame": "…"}` (text that arrives on the page's open sockets, as if from the server), `{"wait": 1000}`.
The `record` is a list of as many objects, what was seen after each step: `{"url", "title", "text", "html", "elements":
{id: {"tag", "text", "value", "color", "children": […]}}, "focus" (an id), "requests": ["GET /x", …], "frames": [text sent by the
page, …], "sockets": [address opened, …], "errors": [{"text", "file", "line"}, …], "dialogs": […]}`; the four lists hold only what
came since the step before. `elements` holds every element that has an id; `color` is the computed `rgb(…)`.
"""
