"""Curves as SVG, both axes logarithmic."""

from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT, LEFT, TOP, BOTTOM, RIGHT = 460, 280, 60, 40, 40, 160  # px
COLOURS = ("#0a5c8a", "#b3541e", "#4d4d4d")


def plot(across, up, curves):
    """`curves`: name → {x: y}, both above 0; `across` and `up` name the axes."""
    points = [point for curve in curves.values() for point in curve.items()]
    x, y = (Axis([point[n] for point in points]) for n in (0, 1))

    def place(point):
        return LEFT + WIDTH * x.part(point[0]), TOP + HEIGHT * (1 - y.part(point[1]))

    drawn = [curve(name, list(map(place, points.items())), n) for n, (name, points) in enumerate(curves.items())]
    grid = [vertical(LEFT + WIDTH * x.part(tick), tick) for tick in x.ticks]
    grid += [horizontal(TOP + HEIGHT * (1 - y.part(tick)), tick) for tick in y.ticks]
    titles = text(4, 18, up) + text(LEFT + WIDTH / 2, TOP + HEIGHT + 35, across, "middle")
    size = f'width="{LEFT + WIDTH + RIGHT}" height="{TOP + HEIGHT + BOTTOM}"'
    start = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="13">'
    return "\n".join([start, '<rect width="100%" height="100%" fill="white"/>', *grid, *drawn, titles, "</svg>\n"])


class Axis:
    """From a power of ten to another, around all values."""

    def __init__(self, values):
        self.low, self.high = floor(log10(min(values))), ceil(log10(max(values)))
        self.ticks = [10**power for power in range(self.low, self.high + 1)]

    def part(self, value):
        """Where on the axis, 0 to 1."""
        return (log10(value) - self.low) / max(1, self.high - self.low)


def curve(name, points, number):
    colour = COLOURS[number % len(COLOURS)]
    path = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="{colour}"/>' for x, y in points)
    x, y = points[-1]
    return f'<polyline points="{path}" fill="none" stroke="{colour}"/>{dots}{text(x + 8, y + 4, name, colour=colour)}'


def vertical(x, tick):
    return f'<path d="M{x:.0f} {TOP}v{HEIGHT}" stroke="#ddd"/>{text(x, TOP + HEIGHT + 17, f"{tick:g}", "middle")}'


def horizontal(y, tick):
    return f'<path d="M{LEFT} {y:.0f}h{WIDTH}" stroke="#ddd"/>{text(LEFT - 6, y + 4, f"{tick:g}", "end")}'


def text(x, y, words, anchor="start", colour="#222"):
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'
