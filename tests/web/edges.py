"""What lies beyond an edge: of the page, or of a box on it that scrolls or cuts."""

from __future__ import annotations

from playwright.sync_api import Page

# Words, and what can be filled in or pressed. What only a screen reader says, and what is a trap
# for machines, lies in a box of one pixel; it is for nobody's eye.
BEYOND = """() => {
  const room = (part) => {
    let [left, right] = [0, innerWidth];
    for (let one = part; one && one !== document.body; one = one.parentElement) {
      const box = one.getBoundingClientRect();
      if (getComputedStyle(one).overflowX === 'visible') continue;
      if (box.width <= 1) return null;
      [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
    }
    return [left, right];
  };
  const lies = (part, boxes) => {
    const edges = part.checkVisibility({visibilityProperty: true}) ? room(part) : null;
    const beyond = (box) => box.left < edges[0] - 1 || box.right > edges[1] + 1;
    return edges !== null && [...boxes].some((box) => box.width && beyond(box));
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const words = document.createRange();
    words.selectNodeContents(texts.currentNode);
    const said = texts.currentNode.data.trim();
    if (said && lies(texts.currentNode.parentElement, words.getClientRects())) found.push(said);
  }
  for (const one of document.querySelectorAll('input, select, textarea, button, .btn, svg, img')) {
    if (lies(one, one.getClientRects())) found.push(one.outerHTML.slice(0, 90));
  }
  return found;
}"""


def beyond_the_edge(page: Page) -> list[str]:
    """Return what can only be read or reached on this page by pushing something aside."""
    found: list[str] = page.evaluate(BEYOND)
    return found
