"""The table and the plot of the comparison."""

from xml.etree import ElementTree

from bench.peers.report import markdown, plot, table

RESULTS = {
    "websockets": {"deliveries": 50_000, "lost": 0, "generator": 40, "compressed": True},
    "ours": {"deliveries": 125_000, "lost": 3, "generator": 95, "compressed": False},
}


def test_figures_stand_beside_their_ratio():
    titles, _, ours = table(RESULTS)
    row = dict(zip(titles, ours, strict=True))
    assert row["deliveries/s, 50 in flight (× websockets)"] == "125,000 (× 2.50)"
    assert (row["lost"], row["deflate"], row["kB a connection"]) == ("3", "no", "–")


def test_a_generator_that_is_always_busy_is_named():
    assert [row[-1] for row in table(RESULTS)[1:]] == ["40", "95 SATURATED"]


def test_what_could_not_be_measured_is_said():
    assert "- **Node ws: could not be installed**" in markdown("x", RESULTS, {"Node ws": ["could not be installed"]})


def test_the_plot_is_a_picture_with_a_bar_for_each():
    bars = [element for element in ElementTree.fromstring(plot(RESULTS)) if element.tag.endswith("rect")]
    assert [bar.get("width") for bar in bars] == ["168", "420"]
