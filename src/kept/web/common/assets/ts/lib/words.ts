// The words of a clock, by the same rules as clock_words.py and with its phrases.
import { local } from "./time";

const SOON = 15 * 60_000;
const NEAR = 6 * 3_600_000;
const WEEKDAYS = 3; // with as many days behind us none comes twice

export type State = "running" | "soon" | "breached";

let known: Record<string, string> | undefined;

function phrases(): Record<string, string> {
  known ??= JSON.parse(document.getElementById("phrases")?.textContent ?? "{}") as Record<string, string>;
  return known;
}

/** Return one phrase with its holes filled. */
export function phrase(name: string, holes: Record<string, string | number> = {}): string {
  return (phrases()[name] ?? "").replace(/\{(\w+)\}/g, (_, hole: string) => String(holes[hole] ?? ""));
}

/** Return a length in the two units that matter, never rounded up. */
export function duration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const [minutes, hours, days] = [Math.floor(seconds / 60), Math.floor(seconds / 3600), Math.floor(seconds / 86_400)];
  if (seconds < 60) return phrase("seconds", { seconds });
  if (minutes < 60) return phrase("minutes", { minutes });
  if (hours < 24) {
    const rest = minutes % 60;
    return phrase(rest ? "hours_minutes" : "hours", { hours, minutes: String(rest).padStart(2, "0") });
  }
  return phrase(hours % 24 ? "days_hours" : "days", { days, hours: hours % 24 });
}

/** Return a moment as short as it stays clear: 15:02, Wed 08:10, 3 Dec 08:10. */
export function moment(at: number, now: number): string {
  const [here, today] = [local(at), local(now)];
  if (here.dayNumber === today.dayNumber) return here.time;
  if (Math.abs(here.dayNumber - today.dayNumber) <= WEEKDAYS) {
    const weekday = phrase("weekdays").split(" ")[here.weekday] ?? "";
    return phrase("on_weekday", { weekday, time: here.time });
  }
  const month = phrase("months").split(" ")[here.month - 1] ?? "";
  const name = here.year === today.year ? "on_date" : "on_date_of_year";
  return phrase(name, { day: here.day, month, year: here.year, time: here.time });
}

/** Return the state that a counting clock has by now. */
export function stateAt(due: number, now: number): State {
  if (now >= due) return "breached";
  return due - now <= SOON ? "soon" : "running";
}

/** Return the words of a clock that runs or has run out. */
export function counting(due: number, now: number, near: boolean): string {
  if (now >= due) return phrase("breached", { time: duration(now - due) });
  const left = due - now;
  if (near || left <= NEAR || local(due).dayNumber === local(now).dayNumber) {
    return phrase("due_in", { time: duration(left) });
  }
  return phrase("due", { moment: moment(due, now) });
}

/** Return today and the time for the top bar. */
export function today(now: number): string {
  const here = local(now);
  return phrase("today", {
    weekday: phrase("weekdays").split(" ")[here.weekday] ?? "",
    month: phrase("months").split(" ")[here.month - 1] ?? "",
    day: here.day, year: here.year, time: here.time,
  });
}
