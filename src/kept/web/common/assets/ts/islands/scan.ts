// Who has a parcel now: the time is that of the press, and what cannot be sent waits on this phone.
// The server keeps the first word, so sending it again changes nothing.
import { one } from "../lib/dom";
import { ask } from "../lib/page";

const KEPT = "kept:scans";
const AGAIN = 15_000;

interface Said { url: string; body: string; }

export function sendScans(): void {
  const form = one<HTMLFormElement>("form[data-scan]");
  if (form) form.addEventListener("submit", (event) => {
    event.preventDefault();
    const at = one<HTMLInputElement>('input[name="at"]', form);
    if (at && !at.value) at.value = new Date().toISOString();
    keep({ url: location.href, body: asText(form) });
    void flush();
  });
  window.addEventListener("online", () => void flush());
  window.setInterval(() => void flush(), AGAIN);
  void flush();
}

function asText(form: HTMLFormElement): string {
  const said = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  return new URLSearchParams(said).toString();
}

function kept(): Said[] {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "[]") as Said[];
  } catch {
    return [];
  }
}

/** Keep what was said until the server has it: of one parcel and deed once. */
function keep(said: Said): void {
  const others = kept().filter((other) => other.url !== said.url || deed(other) !== deed(said));
  try {
    localStorage.setItem(KEPT, JSON.stringify([...others, said]));
  } catch {
    one<HTMLFormElement>("form[data-scan]")?.submit(); // no storage: as without scripts
  }
}

function deed(said: Said): string {
  return new URLSearchParams(said.body).get("deed") ?? "";
}

let isSending = false;

async function flush(): Promise<void> {
  if (isSending) return;
  isSending = true;
  try {
    for (const said of kept()) if (!(await send(said))) break;
  } finally {
    isSending = false;
  }
}

/** Send one; return whether the server has answered it. */
async function send(said: Said): Promise<boolean> {
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  try {
    const answer = await ask(said.url, { method: "POST", headers, body: said.body });
    if (answer.status >= 500 || answer.status === 429) throw new Error("not now");
    drop(said);
    if (said.url !== location.href) return true;
    if (answer.status < 400) location.reload();
    else show(answer.document);
    return true;
  } catch {
    sayKept();
    return false;
  }
}

function drop(said: Said): void {
  const left = kept().filter((other) => other.url !== said.url || other.body !== said.body);
  localStorage.setItem(KEPT, JSON.stringify(left));
}

function sayKept(): void {
  const line = one("[data-scan-kept]");
  if (line) line.hidden = false;
}

/** Show what the server has to say about the form. */
function show(page: Document | null): void {
  const newer = page?.querySelector("form[data-scan]");
  const form = one("form[data-scan]");
  if (!newer || !form) return location.reload();
  form.replaceChildren(...newer.children);
}
