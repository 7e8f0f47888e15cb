// Finding things in the page, and saying things to those who cannot see it.

export function all<E extends HTMLElement = HTMLElement>(selector: string, root: ParentNode = document): E[] {
  return [...root.querySelectorAll<E>(selector)];
}

export function one<E extends HTMLElement = HTMLElement>(selector: string, root: ParentNode = document): E | null {
  return root.querySelector<E>(selector);
}

/** Let a screen reader say a sentence when it has finished its own. */
export function announce(sentence: string): void {
  const place = document.getElementById("announce");
  if (place) place.textContent = sentence;
}

/** Say whether someone writes in this element, so that letters belong to the text. */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  const silent = ["button", "checkbox", "radio", "submit", "reset", "file", "range", "color", "image"];
  return target instanceof HTMLInputElement && !silent.includes(target.type);
}

/** Run when a stretch of the page was replaced by a newer one. */
export function onReplaced(then: (root: HTMLElement) => void): void {
  document.addEventListener("kept:replaced", (event) => then(event.target as HTMLElement));
}

export function replaced(root: HTMLElement): void {
  root.dispatchEvent(new CustomEvent("kept:replaced", { bubbles: true }));
}
