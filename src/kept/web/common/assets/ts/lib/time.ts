// The server's time. A wrong clock on this computer must not make a clock in the page lie.

let ahead = 0; // milliseconds that the server is ahead of this computer

/** Return the server's time in milliseconds. */
export function now(): number {
  return Date.now() + ahead;
}

/** Take the server's time from a header of an answer that has just come in. */
export function serverSaid(milliseconds: string | null): void {
  const said = Number(milliseconds);
  if (milliseconds && Number.isFinite(said)) ahead = said - Date.now();
}

/** Take the server's time from the page: it was written when the first byte came. */
export function readPageTime(): void {
  const written = Number(document.documentElement.dataset.now);
  if (!Number.isFinite(written)) return;
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const arrived = performance.timeOrigin + (navigation?.responseStart ?? 0);
  ahead = written - arrived;
}

let wall = Date.now();
let steady = performance.now();

/** Say whether somebody moved this computer's clock since the last call. */
export function clockWasMoved(): boolean {
  const moved = Math.abs(Date.now() - wall - (performance.now() - steady)) > 2000;
  if (moved) ahead -= Date.now() - wall - (performance.now() - steady);
  wall = Date.now();
  steady = performance.now();
  return moved;
}

/** Return day, time and weekday of a moment in the person's time zone. */
export interface LocalTime {
  year: number;
  month: number;
  day: number;
  weekday: number; // Monday is 0
  time: string; // 15:02
  dayNumber: number; // days since 1970
}

let zoned: Intl.DateTimeFormat | undefined;

export function local(milliseconds: number): LocalTime {
  zoned ??= new Intl.DateTimeFormat("en-GB", {
    timeZone: document.documentElement.dataset.zone ?? "UTC",
    year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  const parts = Object.fromEntries(zoned.formatToParts(milliseconds).map((part) => [part.type, part.value]));
  const [year, month, day] = [Number(parts.year), Number(parts.month), Number(parts.day)];
  const dayNumber = Math.round(Date.UTC(year, month - 1, day) / 86_400_000);
  // 1 January 1970 was a Thursday.
  return { year, month, day, dayNumber, weekday: (dayNumber + 3) % 7, time: `${parts.hour}:${parts.minute}` };
}
