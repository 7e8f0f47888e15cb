// Rows that can be ticked: X ticks the row one stands at, Shift and X all from the last one ticked to it.
import { all, announce, one, onReplaced } from "../lib/dom";

let last = ""; // the value of the box that was ticked or cleared last: rows move

export function countTicks(): void {
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box instanceof HTMLInputElement && box.matches("input[data-tick]")) took(box);
  });
  onReplaced(() => say());
  window.addEventListener("pageshow", () => say()); // a browser brings ticks back with the page
  say();
}

/** Tick or clear the row that has the focus; `upTo`: like the last one, with all rows between. */
export function tickHere(upTo: boolean): boolean {
  const boxes = all<HTMLInputElement>("input[data-tick]");
  const here = boxes.findIndex((box) => box.closest("li")?.contains(document.activeElement));
  const box = boxes[here];
  if (!box) return false;
  const from = upTo ? boxes.findIndex((one) => one.value === last) : -1;
  const isOn = from < 0 ? !box.checked : boxes[from]?.checked ?? true;
  const [first, end] = from < 0 ? [here, here] : [Math.min(from, here), Math.max(from, here)];
  for (const each of boxes.slice(first, end + 1)) each.checked = isOn;
  took(box);
  return true;
}

function took(box: HTMLInputElement): void {
  last = box.value;
  announce(say());
}

/** Say how many rows are ticked, beside what can be done with them. */
function say(): string {
  const place = one("[data-ticked]");
  const count = all<HTMLInputElement>("input[data-tick]").filter((box) => box.checked).length;
  if (place) place.textContent = count ? (place.dataset.words ?? "").replace("{count}", String(count)) : "";
  return place?.textContent ?? "";
}
