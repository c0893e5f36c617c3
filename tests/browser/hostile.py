"""Pages and answers by which a pupil's server might harm the site, its teacher, other pupils or the network.

The name of each follows `?hostile=` in what it asks for: that must never arrive anywhere.
"""

from relay.answer import LONGEST
from tests.relay.answers import OK, page

# Each runs in a page of the hostile server, once for each address under attack: `to`, or `ws` for sockets.
SCRIPTS = {
    "fetch": "fetch(to).catch(() => {})",
    "fetch-cookies": "fetch(to, { credentials: 'include' }).catch(() => {})",
    "fetch-opaque": "fetch(to, { mode: 'no-cors', credentials: 'include', method: 'POST', body: 'a' }).catch(() => {})",
    "fetch-keepalive": "fetch(to, { mode: 'no-cors', keepalive: true }).catch(() => {})",
    "request": "const r = new XMLHttpRequest(); r.withCredentials = true; r.open('POST', to); r.send('order=close')",
    "beacon": "navigator.sendBeacon(to, 'order=close')",
    "socket": "new WebSocket(ws)",
    "events": "new EventSource(to, { withCredentials: true })",
    "image": "new Image().src = to",
    "script": "add('script', { src: to })",
    "module": "add('script', { type: 'module', src: to })",
    "import": "import(to).catch(() => {})",
    "style": "add('link', { rel: 'stylesheet', href: to })",
    "style-import": "add('style').textContent = `@import '${to}'`",
    "style-url": "document.body.style.backgroundImage = `url('${to}')`",
    "font": "document.fonts.add(new FontFace('a', `url('${to}')`)), document.fonts.load('1em a').catch(() => {})",
    "icon": "add('link', { rel: 'icon', href: to })",
    "manifest": "add('link', { rel: 'manifest', href: to })",
    "prefetch": "add('link', { rel: 'prefetch', href: to })",
    "preload": "add('link', { rel: 'preload', as: 'script', href: to })",
    "modulepreload": "add('link', { rel: 'modulepreload', href: to })",
    "prerender": "add('script', { type: 'speculationrules' }).textContent = rules(to)",
    "frame": "add('iframe', { src: to })",
    "frame-inside": "add('iframe', { srcdoc: `<img src='${to}'><script>fetch('${to}')<\\/script>` })",
    "object": "add('object', { data: to })",
    "embed": "add('embed', { src: to })",
    "video": "add('video', { src: to, autoplay: '', poster: to })",
    "audio": "add('audio', { src: to, autoplay: '' })",
    "svg": "document.body.innerHTML += `<svg><image href='${to}'/><use href='${to}#a'/></svg>`",
    "form-post": "form(to, 'post', {})",
    "form-get": "form(to, 'get', {})",
    "form-top": "form(to, 'post', { target: '_top' })",
    "form-blank": "form(to, 'post', { target: '_blank' })",
    "window": "window.open(to)",
    "link-ping": "const a = add('a', { href: '#', ping: to }); a.click()",
    "worker": "new Worker(URL.createObjectURL(new Blob([`fetch('${to}'); importScripts('${to}')`])))",
    "shared-worker": "new SharedWorker(to)",
    "service-worker": "navigator.serviceWorker?.register(to).catch(() => {})",
    "base": "add('base', { href: to }); add('img', { src: 'x?hostile' })",
    "top": "if (top !== window) top.location = to",
}
# Nothing is asked of anybody: what they try to read, write or show is not there.
INSIDE = {
    "cookies-read": "document.cookie",
    "cookies-written": "for (let i = 0; i < 200; i += 1) document.cookie = `c${i}=1; path=/`",
    "storage": "localStorage.a = sessionStorage.a = 1",
    "database": "indexedDB.open('a')",
    "caches": "caches.open('a').catch(() => {})",
    "channel": "new BroadcastChannel('a').postMessage(1)",
    "address-bar": "history.pushState({}, '', '/admin/login/?next=/admin/')",
    "dialogs": "alert(1); prompt('Mot de passe'); confirm(1); print()",
    "fullscreen": "document.documentElement.requestFullscreen().catch(() => {})",
    "notification": "Notification.requestPermission()",
    "place": "navigator.geolocation.getCurrentPosition(() => {})",
    "camera": "navigator.mediaDevices?.getUserMedia({ video: true }).catch(() => {})",
    "domain": "document.domain = '127.0.0.1'",
    "telephone": "new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:9' }] })",
    "messages": "for (let i = 0; i < 1000; i += 1) { parent.postMessage(i, '*'); window.opener?.postMessage(i, '*') }",
    "sign-in": "navigator.credentials?.get({ password: true }).catch(() => {})",
}
# A page may leave for anywhere; a GET changes nothing there.
MOVES = {
    "location": "location = to",
    "link": "add('a', { href: to }).click()",
    "download": "add('a', { href: to, download: 'a.bat' }).click()",
    "refresh": "add('meta', { 'http-equiv': 'refresh', content: `0; url=${to}` })",
}
PAGE = """<!doctype html><meta charset="utf-8"><body><script>
const targets = [TARGETS];
const rules = (to) => JSON.stringify({ prerender: [{ urls: [to] }], prefetch: [{ urls: [to] }] });
const add = (tag, attributes = {}) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return document.body.appendChild(node);
};
const form = (to, method, attributes) => {
  const node = add("form", { method, action: to, ...attributes });
  for (const [name, value] of [["order", "close"], ["hostile", "1"]]) {
    const input = document.createElement("input");
    Object.assign(input, { name, value });
    node.append(input);
  }
  node.submit();
};
for (const to of targets) {
  const ws = to.replace("http", "ws");
  try { SCRIPT } catch (error) { console.info(error.name) }
}
</script><p id="end">fin"""


def pages(targets):
    """{name: html}: each script against all targets."""

    def filled(name, script, at):
        addresses = ", ".join(f'"{to}?{mark(name)}={name}"' for to in at)
        return PAGE.replace("TARGETS", addresses).replace("SCRIPT", script)

    html = {name: filled(name, script, targets) for name, script in SCRIPTS.items()}
    html |= {name: filled(name, script, targets[:1]) for name, script in INSIDE.items()}
    moves = {f"move-{name}-{n}": (script, to) for name, script in MOVES.items() for n, to in enumerate(targets)}
    return html | {name: filled(name, script, [to]) for name, (script, to) in moves.items()}


def mark(name):
    return "moved" if name.startswith("move-") else "hostile"


def answers(target):
    """{name: the ASGI events of an answer}."""
    html = b"<!doctype html><p id=end>fin"

    def with_headers(*headers, status=200, body=html):
        return page(body, *((name, value) for name, value in headers), status=status)

    at = f"{target}?hostile=answer".encode()
    headers = {
        "clear-site-data": (b"clear-site-data", b'"*"'),
        "refresh": (b"refresh", b"0; url=" + at),
        "link": (b"link", b"<" + at + b">; rel=preload; as=script"),
        "speculation": (b"speculation-rules", b'"' + at + b'"'),
        "sts": (b"strict-transport-security", b"max-age=31536000"),
        "report": (b"report-to", b'{"endpoints":[{"url":"' + at + b'"}],"max_age":99}'),
        "own-policy": (b"content-security-policy", b"default-src *; report-uri " + at),
        "frame-options": (b"x-frame-options", b"ALLOWALL"),
        "disposition": (b"content-disposition", b"attachment; filename=a.bat"),
        "encoding": (b"content-encoding", b"gzip"),
        "transfer": (b"transfer-encoding", b"chunked"),
        "length": (b"content-length", b"3"),
        "source-map": (b"sourcemap", at),
        "alt-svc": (b"alt-svc", b'h2="127.0.0.1:9"'),
        "credentials": (b"access-control-allow-credentials", b"true"),
        "injection": (b"location", b"x\r\nSet-Cookie: sessionid=evil; Path=/"),
        "injection-2": (b"content-language", b"fr\r\n\r\n<script>"),
    }
    odd_types = [b"multipart/x-mixed-replace; boundary=a", b"application/pdf", b"application/xhtml+xml", b"text/xml"]
    cookies = [(b"set-cookie", b"c%d=1; Path=/; Domain=127.0.0.1" % number) for number in range(99)]
    return {
        **{name: with_headers(header) for name, header in headers.items()},
        **{
            f"type-{n}": typed(kind, html)
            for n, kind in enumerate([*odd_types, b"image/svg+xml", b"text/html; charset=utf-7"])
        },
        "cookies": with_headers(*cookies),
        "session": with_headers((b"set-cookie", b"sessionid=evil; Path=/"), (b"set-cookie", b"eleve=1-x; Path=/")),
        "password-box": with_headers((b"www-authenticate", b'Basic realm="Site"'), status=401),
        "proxy-box": with_headers((b"proxy-authenticate", b"Basic"), status=407),
        **{f"status-{code}": with_headers(status=code) for code in (100, 101, 103, 204, 304, 426, 511)},
        **{f"move-{code}": with_headers((b"location", at), status=code) for code in (301, 302, 303, 307, 308)},
        "huge": [
            OK,
            *[{"type": "http.response.body", "body": b"x" * 32_768, "more_body": True}] * (LONGEST // 32_768 + 8),
        ],
        "never": [OK],
    }


def typed(kind, body):
    return [{**OK, "headers": [[b"content-type", kind]]}, page(body)[1]]
