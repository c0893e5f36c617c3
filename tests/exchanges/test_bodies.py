from exchanges.bodies import KEPT, SHOWN, Body, shorten
from exchanges.masking import Masker


def fields(chunks, content_type=b"text/plain; charset=utf-8", **headers):
    body = Body()
    for chunk in chunks:
        body.add(chunk)
    headers = {name.replace("_", "-").encode(): value for name, value in headers.items()}
    return body, body.as_fields({b"content-type": content_type, **headers}, Masker())


def test_a_short_body_is_shown_whole():
    _, shown = fields([b"cou", b"cou \xc3\xa9"])
    assert shown == {"body": "coucou é", "bodySize": 9, "bodyTruncated": False}


def test_an_empty_body_is_not_truncated():
    assert fields([b""])[1] == {"body": "", "bodySize": 0, "bodyTruncated": False}


def test_only_the_start_of_a_long_body_is_kept_and_its_size_is_counted_whole():
    body, shown = fields([b"x" * 65536] * 1000)
    assert len(body.start) == KEPT
    assert shown == {"body": "x" * SHOWN, "bodySize": 65_536_000, "bodyTruncated": True}


def test_a_letter_cut_in_two_by_the_limit_leaves_nothing():
    _, shown = fields(["é".encode() * SHOWN])
    assert shown["body"] == "é" * (SHOWN // 2)
    _, shown = fields([b"x" + "é".encode() * SHOWN])
    assert shown["body"] == "x" + "é" * (SHOWN // 2 - 1)


def test_an_image_and_what_is_compressed_are_shown_by_their_size():
    nothing = {"body": "", "bodySize": 3, "bodyTruncated": True}
    assert fields([b"abc"], b"image/png")[1] == nothing
    assert fields([b"abc"], b"")[1] == nothing
    assert fields([b"abc"], content_encoding=b"gzip")[1] == nothing


def test_texts_of_every_kind_are_shown():
    for kind in (b"text/css", b"text/javascript", b"application/json", b"application/ld+json", b"image/svg+xml"):
        assert fields([b"abc"], kind)[1]["body"] == "abc"


def test_bytes_that_are_not_of_their_charset_are_replaced():
    assert fields([b"a\xffb"])[1]["body"] == "a\ufffdb"
    assert fields([b"\xe9"], b"text/plain; charset=iso-8859-1")[1]["body"] == "é"
    assert fields([b"\xe9"], b"text/plain; charset=unheard-of")[1]["body"] == "é"


def test_a_shortened_text_fits_in_the_limit_and_says_whether_something_is_missing():
    assert shorten("é" * 10) == ("é" * 10, False)
    text, cut = shorten("é" * SHOWN)
    assert cut
    assert len(text.encode()) == SHOWN
    assert shorten("\ud800") == ("?", False)
