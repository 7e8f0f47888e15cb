// Make an element like a newer one with as few changes as can be, so that focus, selection and scroll
// stay where they are. Children with an id are matched by it, others by their place and kind.

// What scripts and people have set on an element is theirs; newer HTML does not know of it.
const OURS = new Set(["open", "data-open", "data-dressed", "aria-expanded", "aria-controls", "role", "style"]);

export function morph(old: Element, newer: Element): void {
  if (old.isEqualNode(newer)) return;
  attributes(old, newer);
  if (isFieldInUse(old) || old.hasAttribute("data-sending")) return; // lines of a script's own
  children(old, newer);
}

function attributes(old: Element, newer: Element): void {
  for (const { name, value } of [...newer.attributes]) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (!newer.hasAttribute(name) && !OURS.has(name)) old.removeAttribute(name);
  }
}

function children(old: Element, newer: Element): void {
  let place = old.firstChild;
  for (const wanted of [...newer.childNodes]) {
    const match = matchFor(old, place, wanted);
    if (match) {
      if (match !== place) old.insertBefore(match, place);
      update(match, wanted);
      place = match.nextSibling;
    } else old.insertBefore(document.importNode(wanted, true), place);
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

function matchFor(old: Element, place: ChildNode | null, wanted: ChildNode): ChildNode | null {
  if (wanted instanceof Element && wanted.id) {
    const same = old.querySelector(`:scope > #${CSS.escape(wanted.id)}`);
    return same?.nodeName === wanted.nodeName ? same : null;
  }
  const isFree = place && !(place instanceof Element && place.id);
  return isFree && place.nodeName === wanted.nodeName ? place : null;
}

function update(old: ChildNode, newer: ChildNode): void {
  if (old instanceof Element && newer instanceof Element) morph(old, newer);
  else if (old.nodeValue !== newer.nodeValue) old.nodeValue = newer.nodeValue;
}

/** What someone is writing is not overwritten. */
function isFieldInUse(element: Element): boolean {
  return element === document.activeElement && element.matches("input, textarea, select");
}
