// Menus are details elements; only closing them needs a script.
import { all, one } from "../lib/dom";

export function closeMenus(): void {
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target as Node)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      one("summary", menu)?.focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const menu = open().find((one) => one.contains(document.activeElement));
    if (!step || !menu) return;
    event.preventDefault();
    const entries = all("a, button", menu).filter((entry) => entry.checkVisibility());
    const here = entries.indexOf(document.activeElement as HTMLElement);
    entries[Math.min(Math.max(here + step, 0), entries.length - 1)]?.focus();
  });
  document.addEventListener("focusin", (event) => {
    for (const menu of open()) if (!menu.contains(event.target as Node)) menu.open = false;
  });
}

function open(): HTMLDetailsElement[] {
  return all<HTMLDetailsElement>("details[data-menu][open]");
}
