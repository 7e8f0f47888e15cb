// Clocks count on the server's time: words and shape change from running to soon to breached.
import { all, announce, onReplaced, one } from "../lib/dom";
import { clockWasMoved, now, readPageTime } from "../lib/time";
import { counting, stateAt, today } from "../lib/words";

const STATES = ["running", "soon", "breached"];

export function startCountdown(): void {
  readPageTime();
  onReplaced(tick);
  document.addEventListener("visibilitychange", tick);
  tick();
  beat();
}

/** Tick just after each full second of the server. */
function beat(): void {
  setTimeout(() => {
    clockWasMoved();
    tick();
    beat();
  }, 1000 - (now() % 1000) + 5);
}

function tick(): void {
  if (document.hidden) return;
  const at = now();
  for (const clock of all("[data-clock]")) show(clock, at);
  for (const place of all("[data-today]")) write(place, today(at));
}

function show(clock: HTMLElement, at: number): void {
  const due = Date.parse(clock.dataset.due ?? "");
  if (Number.isNaN(due)) return;
  const state = stateAt(due, at);
  write(clock, counting(due, at, clock.dataset.near !== undefined));
  if (state === clock.dataset.clock) return;
  clock.dataset.clock = state;
  clock.classList.remove(...STATES);
  clock.classList.add(state);
  tell(clock);
}

/** Say which clock changed, for those who do not see the colour. */
function tell(clock: HTMLElement): void {
  const row = clock.closest("[data-clock-name]");
  const name = row instanceof HTMLElement ? row.dataset.clockName : one("h1")?.textContent;
  announce(`${name ?? ""}: ${clock.textContent ?? ""}`);
}

function write(place: HTMLElement, words: string): void {
  if (place.textContent !== words) place.textContent = words;
}
