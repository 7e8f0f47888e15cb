// Narrows a list while someone types: each entry carries the words that find it.
import { all, one } from "../lib/dom";

export function narrowLists(): void {
  for (const input of all<HTMLInputElement>("input[data-filter]")) {
    const list = document.getElementById(input.dataset.filter ?? "");
    if (!list) continue;
    input.addEventListener("input", () => narrow(list, input.value));
    input.form?.addEventListener("submit", (event) => {
      const first = all<HTMLAnchorElement>("a[data-row]", list).find((row) => row.checkVisibility());
      if (!first || !input.value.trim()) return;
      event.preventDefault();
      first.click();
    });
  }
}

function narrow(list: HTMLElement, typed: string): void {
  const tokens = typed.normalize("NFKC").toLocaleLowerCase().split(/[\s\p{P}]+/u).filter(Boolean);
  for (const entry of all("[data-words]", list)) {
    const words = entry.dataset.words ?? "";
    entry.hidden = !tokens.every((token) => words.includes(token));
  }
  for (const group of all("section", list)) group.hidden = one("[data-words]:not([hidden])", group) === null;
}
