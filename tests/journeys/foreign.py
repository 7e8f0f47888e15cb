"""Words of a page that are not in its language."""

import re

from playwright.sync_api import Page

# What is written in Latin letters everywhere: our name, keys, languages, units, numbers of things.
KNOWN = re.compile(
    r"""\b(?: Kept | English | Ctrl | Esc | Enter | UPS | PLC | CST | km
    | R-[a-z-]+             # a reading
    | [A-Za-z-]*\d[\w.-]*   # K-000168, S2-2b, MQ-110
    | [A-Z]                 # a key, a level
    )\b""",
    re.VERBOSE,
)
WORD = re.compile(r"[A-Za-z]{2,}")
NOTED = re.compile("“[^”]*”")  # what somebody wrote down stays in their words
# Every text a person can see or hear, except what is marked as English and what people told us.
TEXTS = """told => {
    const skipped = `script, style, [lang=en], [lang^="en-"], ${told}`;
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const place = walker.currentNode.parentElement;
        if (!place.closest(skipped)) texts.push(walker.currentNode.data);
    }
    for (const name of ["aria-label", "title", "placeholder", "alt"])
        for (const place of document.querySelectorAll(`[${name}]`))
            if (!place.closest(skipped)) texts.push(place.getAttribute(name));
    return texts.map(t => t.trim()).filter(Boolean);
}"""


def english_on(page: Page, *, told: str, names: list[str]) -> list[str]:
    """Return the texts of a page with English in them.

    `told` selects what people told us, in whatever language; `names` are those of things.
    """
    longest_first = sorted(names, key=len, reverse=True)
    named = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")
    return [
        text
        for text in page.evaluate(TEXTS, told)
        if WORD.search(KNOWN.sub(" ", named.sub(" ", NOTED.sub(" ", text))))
    ]
