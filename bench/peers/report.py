"""The figures as a table, in Markdown, and as a plot."""

from html import escape

# Of each column: its figure, its title, its format, and the peer that the second number is a ratio to.
COLUMNS = [
    ("deliveries", "deliveries/s, 50 in flight (× websockets)", "{:,.0f}", "websockets"),
    ("cpu", "CPU s per 100k", "{:.2f}", None),
    ("ms", "p50 ms to the last at 10/s (× websockets)", "{:.1f}", "websockets"),
    ("connections", "connections/s (× gevent)", "{:,.0f}", "Flask-SocketIO, gevent"),
    ("crowd", "connections/s, the crowd (× gevent)", "{:,.0f}", "Flask-SocketIO, gevent"),
    ("kB", "kB a connection", "{:.1f}", None),
    ("hello", "CPU s per 1000 /hello (× Flask)", "{:.2f}", "Flask-SocketIO, threading"),
    ("unchanged", "CPU ms a 304", "{:.2f}", None),
    ("idle", "idle rooms, % of a core", "{:.1f}", None),
    ("lost", "lost", "{:.0f}", None),
    ("doubled", "doubled", "{:.0f}", None),
    ("disordered", "disordered", "{:.0f}", None),
    ("closed", "closed", "{:.0f}", None),
    ("compressed", "deflate", "{:.0f}", None),
    ("generator", "% of the generator's core", "{:.0f}", None),
]
BUSY = 90  # %: from there the generator measures itself
BAR, ROW, LEFT = 420, 22, 190  # px


def table(results):
    """Rows of text, the first one of titles; `results` is a dict of dicts: peer, figure."""
    rows = [["peer", *(title for _, title, _, _ in COLUMNS)]]
    for peer, figures in results.items():
        rows.append([peer, *(cell(results, figures, *column) for column in COLUMNS)])
    return rows


def cell(results, figures, name, title, form, other):
    if (value := figures.get(name)) is None:
        return "–"
    if name == "compressed":
        return "yes" if value else "no"
    text = form.format(value)
    if reference := results.get(other, {}).get(name):
        text += f" (× {value / reference:.2f})"
    return f"{text} SATURATED" if name == "generator" and value >= BUSY else text


def markdown(title, results, failures):
    head, *rows = table(results)
    lines = [f"# {title}", "", line(head), line(["---"] * len(head)), *map(line, rows), ""]
    return "\n".join([*lines, *(f"- **{peer}: {what}**" for peer, all in failures.items() for what in all), ""])


def line(cells):
    return f"| {' | '.join(cells)} |"


def plot(results):
    """Deliveries a second of each peer, as SVG bars."""
    most = max((figures.get("deliveries", 0) for figures in results.values()), default=0) or 1
    bars = "".join(
        bar(n, peer, figures.get("deliveries", 0), most) for n, (peer, figures) in enumerate(results.items())
    )
    size = f'width="{LEFT + BAR + 90}" height="{ROW * (len(results) + 1)}"'
    title = '<text x="4" y="15">deliveries a second, 50 messages in flight</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="13">{title}{bars}</svg>\n'
    )


def bar(number, peer, value, most):
    y, width = ROW * (number + 1), BAR * value / most
    colour = "#0a5c8a" if peer.startswith("ours") else "#888"
    return (
        f'<text x="4" y="{y + 15}">{escape(peer)}</text>'
        f'<rect x="{LEFT}" y="{y + 3}" width="{width:.0f}" height="{ROW - 6}" fill="{colour}"/>'
        f'<text x="{LEFT + width + 5:.0f}" y="{y + 15}">{value:,.0f}</text>'
    )
