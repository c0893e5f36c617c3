"""Behind a proxy: which address a request comes from."""

from ipaddress import ip_address

ADDRESS = b"x-forwarded-for"
OTHERS = (b"x-forwarded-port", b"x-forwarded-proto")
# Where one of these comes along, a proxy, tunnel or cache stands between, and the address may be its own.
SAY_SO = (
    *("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"),
    *("cf-connecting-ip", "true-client-ip"),
)


def keep_what_the_proxy_said(headers, proxy):
    """Leave in X-Forwarded-For the last address alone.

    Our proxy adds it behind what the client sent; the others are the client's to choose. Where the last is no
    address, the proxy's own (`proxy`) stands instead. `headers` are Twisted's.
    """
    values = headers.getRawHeaders(ADDRESS)
    if values:
        headers.setRawHeaders(ADDRESS, [last_address(values) or proxy.encode()])
    for name in OTHERS:
        if not all(value.isascii() for value in headers.getRawHeaders(name, [])):
            headers.removeHeader(name)


def as_the_proxy_said(headers, proxy):
    """The same for ASGI's `headers`. Returns them, and the client's address or None."""
    values = [value for name, value in headers if name == ADDRESS]
    if not values:
        return headers, None
    address = last_address(values) or proxy.encode()
    others = [(name, value) for name, value in headers if name != ADDRESS]
    return [*others, (ADDRESS, address)], address.decode()


def last_address(values):
    """The last address of a header that may be there several times, as bytes, or None."""
    last = b",".join(values).split(b",")[-1].strip().strip(b"[]")
    try:
        return str(ip_address(last.decode("ascii"))).encode()
    except ValueError:
        return None
