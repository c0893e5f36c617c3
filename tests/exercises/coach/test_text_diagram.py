from exercises.coach.text_diagram import draw_both
from workbench.stage.arrows import Arrow

EXPECTED = [
    Arrow("A", "open", "maths"),
    Arrow("B", "open", "maths"),
    Arrow("A", "up", '{"type": "message", "userName": "Greg", "message": "coucou"}'),
    Arrow("B", "down", '{"type": "message", "userName": "Greg", "message": "coucou"}', "missing"),
]
SEEN = [*EXPECTED[:3], Arrow("B", "cut", mark="extra")]


def text(width, encoding="utf-8"):
    return "\n".join(line for line, _ in draw_both(EXPECTED, SEEN, width, encoding))


def test_a_wide_terminal_shows_both_exchanges_side_by_side():
    first = text(110).splitlines()[0]
    assert "ATTENDU" in first
    assert "OBSERVÉ" in first


def test_a_narrow_terminal_shows_one_below_the_other():
    first = text(60).splitlines()[0]
    assert "ATTENDU" in first
    assert "OBSERVÉ" not in first


def test_side_by_side_each_action_stands_on_one_row():
    welcome = Arrow("A", "down", '{"type": "welcome"}')
    lines = [line for line, _ in draw_both(EXPECTED, [SEEN[0], welcome, welcome, *SEEN[1:]], 110)]
    (row,) = [line for line in lines if "message Greg coucou" in line and "▶" in line]
    assert row.count("message Greg coucou") == 2


def test_no_line_is_wider_than_the_terminal():
    for width in (40, 60, 80, 100, 200):
        assert max(map(len, text(width).splitlines())) <= width


def test_arrows_go_from_client_to_server_and_back():
    lines = text(60).splitlines()
    assert "  │──────────▶│ ouvre maths" in lines
    assert "  │     │────▶│ ouvre maths" in lines
    assert "✗ │     │◀────│ message Greg coucou" in lines
    assert "✗ │     │◀────│ connexion coupée" in lines


def test_an_old_console_gets_plain_characters():
    drawn = text(60, "ascii")
    assert "x |     |<----| message Greg coucou" in drawn
    assert "│" not in drawn


def test_a_line_that_matters_is_marked():
    assert [mark for _, mark in draw_both(EXPECTED, SEEN, 60) if mark] == ["missing", "extra"]


def test_only_the_end_of_a_long_exchange_is_drawn():
    many = [Arrow("A", "up", f'{{"type": "message", "message": "{number}"}}') for number in range(100)]
    lines = [line for line, _ in draw_both(many, [], 50, rows=5)]
    assert sum("message" in line for line in lines) == 5
    assert any(line.endswith("message 99") for line in lines)


def test_what_follows_the_wrong_arrow_does_not_push_it_out_of_sight():
    noise = [Arrow("A", "down", '{"type": "elapsed"}')] * 30
    lines = [line for line, _ in draw_both([*EXPECTED, *noise], [*SEEN, *noise], 110, rows=6)]
    assert any(line.startswith("✗") for line in lines)
    assert lines[-1].startswith("  ⋮")


def test_an_empty_text_is_seen():
    lines = [line for line, _ in draw_both([], [Arrow("A", "up", '{"type": "message", "message": " "}')], 60)]
    assert any(line.endswith('message " "') for line in lines)


def test_a_frame_that_is_not_json_is_shown_as_it_is():
    lines = [line for line, _ in draw_both([], [Arrow("A", "down", "{'a': 1}")], 60)]
    assert any(line.endswith("{'a': 1}") for line in lines)
