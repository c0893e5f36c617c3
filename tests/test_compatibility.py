"""Schools keep their browsers for years: pages do with what Firefox 115 ESR, of 2023, knows."""

import re

import pytest

from tests.test_layout import found, texts

LATER_IN_STYLES = {
    "light-dark()": r"light-dark\(",  # the top of tokens.css shows what replaces it
    ":has()": r":has\(",
    "nested rules": r"^\s*&|[{;]\s*&",
    "@starting-style, @property": r"@starting-style|@property",
    "colours made from others": r"\b(?:rgb|hsl|oklch|lab|color)\(from ",
    "the unit lh": r"\dr?lh\b",
    # Such a line is ignored as a whole: the same text must come before it without its `/ ""`.
    "silent content alone": r'^(?!.*content: "[^"]*";.*content:).*content: "[^"]*" /',
}
LATER_IN_SCRIPTS = {
    "groupBy()": r"\b(?:Object|Map)\.groupBy\(",
    "Promise.withResolvers(), Promise.try()": r"\bPromise\.(?:withResolvers|try)\(",
    "set operations": r"\.(?:union|intersection|difference|symmetricDifference|is(?:Sub|Super)setOf|isDisjointFrom)\(",
    "methods of iterators": r"\.(?:keys|values|entries)\(\)\.(?:map|filter|find|some|every|reduce|forEach|toArray)\(",
    "AbortSignal.any(), URL.parse()": r"\b(?:AbortSignal\.any|URL\.parse)\(",
    "relative addresses of sockets": r"new WebSocket\([\"'`]/",
    "properties for aria attributes": r"\.aria[A-Z]\w+\s*=[^=]",
    "popovers": r"\.(?:show|hide|toggle)Popover\(",
}


@pytest.mark.parametrize("feature", LATER_IN_STYLES)
def test_styles_do_without_later_features(feature):
    assert found(re.compile(LATER_IN_STYLES[feature]), texts("static/*.css")) == []


@pytest.mark.parametrize("feature", LATER_IN_SCRIPTS)
def test_scripts_do_without_later_features(feature):
    assert found(re.compile(LATER_IN_SCRIPTS[feature]), texts("static/*.js")) == []
