// Letters choose in a list of Chinese words, by pinyin or its initials. Browsers only compare how a
// word is written, and no list takes what an input method makes.
import { learn, soundsLike } from "../lib/sounds";

const PAUSE = 1000; // milliseconds after which letters begin anew

let typed = "";
let forget = 0;

export function chooseByPinyin(): void {
  document.addEventListener("focusin", (event) => enter(event.target));
  enter(document.activeElement); // where the page begins
  document.addEventListener("keydown", (event) => {
    const list = event.target;
    const isLetter = /^[a-z]$/i.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (list instanceof HTMLSelectElement && isLetter && !event.defaultPrevented && choose(list, event.key)) event.preventDefault();
  });
}

function enter(place: EventTarget | null): void {
  typed = "";
  if (place instanceof HTMLSelectElement) void learn([...place.options].map(said));
}

function choose(list: HTMLSelectElement, letter: string): boolean {
  typed += letter.toLowerCase();
  clearTimeout(forget);
  forget = window.setTimeout(() => { typed = ""; }, PAUSE);
  const fits = (option: HTMLOptionElement): boolean => !option.disabled && soundsLike(said(option), typed);
  const option = [...list.options].find(fits);
  if (!option) return false;
  if (!option.selected) {
    option.selected = true;
    list.dispatchEvent(new Event("input", { bubbles: true }));
    list.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return true;
}

function said(option: HTMLOptionElement): string {
  return option.text.trim().slice(0, 40);
}
