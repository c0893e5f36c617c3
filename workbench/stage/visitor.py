"""A client with a browser: it asks for pages, follows links, fills in forms, keeps cookies."""

from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, urlencode, urljoin, urlsplit

from workbench.stage.page import Page, fields_of
from workbench.stage.wire import Connection

SITE = "http://localhost:8000"
MOST_REDIRECTIONS = 5


class Visitor:
    def __init__(self, scene, letter):
        self.scene, self.letter = scene, letter
        self.cookies = {}
        self.pages = []

    async def get(self, address, follow=True):
        return await self.ask("GET", address, follow=follow)

    async def post(self, address, fields, follow=True):
        """As a browser sends a form: `fields` is `{name: value}` or `{name: [values]}`."""
        return await self.ask("POST", address, urlencode(fields, doseq=True).encode(), follow)

    async def follows(self, page, link):
        """Click on a link of this page."""
        return await self.get(urljoin(page.path, link.get("href")))

    async def submits(self, page, form, filled=(), without=()):
        """Fill in a form of this page and send it: `filled` by name, fields named in `without` are left out."""
        fields = {name: values for name, values in fields_of(form).items() if name not in without}
        fields |= dict(filled)
        address = urljoin(page.path, form.get("action")) if form.get("action") else page.path
        if form.get("method").lower() == "post":
            return await self.post(address, fields)
        return await self.get(f"{address.partition('?')[0]}?{urlencode(fields, doseq=True)}")

    # --- one request -------------------------------------------------------------------------------------
    async def ask(self, method, address, body=b"", follow=True):
        page = await self.exchange(method, address, body)
        for _ in range(MOST_REDIRECTIONS):
            if not follow or page.status not in (301, 302, 303, 307, 308):
                break
            page = await self.exchange("GET", urljoin(page.path, page.headers.get("location", "")))
        return page

    async def exchange(self, method, address, body=b""):
        self.scene.begin_action()
        parts = urlsplit(address)
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        self.scene.acted(self.letter, "request", f"{method} {path}")
        self.scene.seen_request = {"method": method, "query": parts.query, "body": body.decode()}
        events = []
        connection = Connection(self.scene.project, self.scope(method, parts, body), self.scene.watch, events.append)
        connection.put({"type": "http.request", "body": body, "more_body": False})
        connection.open()
        await self.scene.settle()
        page = self.read(method, path, events)
        self.pages.append(page)
        return page

    def scope(self, method, parts, body):
        headers = [(b"host", b"localhost:8000"), (b"origin", SITE.encode())]
        if method == "POST":
            headers.append((b"content-type", b"application/x-www-form-urlencoded"))
            headers.append((b"content-length", str(len(body)).encode()))
        if self.cookies:
            headers.append((b"cookie", "; ".join(f"{k}={v}" for k, v in self.cookies.items()).encode()))
        path = parts.path or "/"
        scope = {"type": "http", "method": method, "path": path, "raw_path": quote(path).encode()}
        return scope | {"query_string": parts.query.encode(), "headers": headers}

    def read(self, method, path, events):
        start = next((e for e in events if e["type"] == "http.response.start"), {"status": 500, "headers": []})
        body = b"".join(e.get("body", b"") for e in events if e["type"] == "http.response.body")
        headers = {}
        for name, value in start["headers"]:
            name, value = name.decode("latin-1").lower(), value.decode("latin-1")
            headers[name] = value
            if name == "set-cookie":
                self.keep(value)
        page = Page(self, method, path, start["status"], headers, body)
        page.arrow = self.scene.came(self.letter, "response", f"{page.status} {page.type}".strip())
        return page

    def keep(self, text):
        try:
            cookies = SimpleCookie(text)
        except CookieError:
            return
        for name, morsel in cookies.items():
            if morsel["max-age"] == "0" or (morsel["expires"] and "1970" in morsel["expires"]):
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.coded_value
