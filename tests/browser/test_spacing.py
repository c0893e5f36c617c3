"""Text spaced as WCAG 1.4.12 says: no text is cut off by its box, none lies on another, no page sticks out."""

import pytest

PAGES = [
    "/lecon/",
    "/lecon/serveur",
    "/lecon/get-ou-post",
    "/lecon/fiche",
    "/lecon/carnet",
    "/chat/",
    "/chat/accueil",
    "/exercices/",
    "/mon-serveur/",
    "/rejoindre",
    "/vie-privee",
]
DESK = {"width": 1366, "height": 641}
PHONE = {"width": 390, "height": 844}

WCAG_SPACING = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
        * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
        p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""

# What a page shows of each line of text: cut off by a box that does not scroll, or covered by the text of another.
# An ellipsis says itself that there is more; Ace places each of its lines by itself.
LOST_TEXT = """() => {
    const MARGIN = 2; // pixels
    const own = ".ace_editor, .skip-link";
    const lines = [];
    const ancestors = (node) => (node ? [node, ...ancestors(node.parentElement)] : []);
    const isReadAloudOnly = (node) => ancestors(node).some((one) => getComputedStyle(one).clipPath === "inset(50%)");
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const { data, parentElement: parent } = walker.currentNode;
        if (!data.trim() || parent.closest(own) || !parent.checkVisibility({ visibilityProperty: true })) continue;
        if (isReadAloudOnly(parent)) continue;
        const range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        for (const box of range.getClientRects()) if (box.width > 1) lines.push({ text: data.trim(), parent, box });
    }
    const outside = (box, frame, axis) =>
        axis === "x" ? box.left < frame.left - MARGIN || box.right > frame.right + MARGIN
                     : box.top < frame.top - MARGIN || box.bottom > frame.bottom + MARGIN;
    const seen = [];
    const lost = [];
    for (const line of lines) {
        let scrolledAway = false;
        for (const node of ancestors(line.parent)) {
            if (node === document.body) break;
            const style = getComputedStyle(node);
            const frame = node.getBoundingClientRect();
            for (const axis of ["x", "y"]) {
                const overflow = axis === "x" ? style.overflowX : style.overflowY;
                if (overflow === "visible" || !outside(line.box, frame, axis)) continue;
                const says = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
                if (["auto", "scroll"].includes(overflow) || says) scrolledAway = true;
                else if (!scrolledAway) lost.push(`cut by ${node.tagName}.${node.className}: ${line.text}`);
            }
        }
        if (!scrolledAway) seen.push(line);
    }
    const FLOATING = ["fixed", "sticky", "absolute"];
    const floats = (node) => ancestors(node).some((one) => FLOATING.includes(getComputedStyle(one).position));
    const still = seen.filter((line) => !floats(line.parent)).sort((a, b) => a.box.top - b.box.top);
    still.forEach((line, rank) => {
        for (const other of still.slice(rank + 1)) {
            if (other.box.top > line.box.bottom - MARGIN) break;
            const wide = Math.min(line.box.right, other.box.right) - Math.max(line.box.left, other.box.left);
            const high = Math.min(line.box.bottom, other.box.bottom) - Math.max(line.box.top, other.box.top);
            if (wide > MARGIN && high > 0.4 * Math.min(line.box.height, other.box.height))
                lost.push(`overlap: ${line.text.slice(0, 40)} / ${other.text.slice(0, 40)}`);
        }
    });
    return [...new Set(lost)];
}"""


def lost(page):
    """What cannot be read, in this page at its size; a page that sticks out of the window is told too."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return page.evaluate(LOST_TEXT) + ([f"{wide} px stick out"] if wide > 0 else [])


@pytest.mark.parametrize("path", PAGES)
def test_text_spaced_as_wcag_says_is_neither_cut_nor_covered(new_page, site, path):
    page = new_page(reduced_motion="reduce")
    page.goto(site.url + path)
    page.evaluate(WCAG_SPACING)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert lost(page) == []
