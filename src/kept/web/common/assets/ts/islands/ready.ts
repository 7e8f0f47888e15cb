// Ready words: "/" in a note offers them, and a button puts them there. The list is asked for once.
import { announce, isWriting } from "../lib/dom";

interface Words { key: string; name: string; text: string }
type Field = HTMLInputElement | HTMLTextAreaElement;

const BEGUN = /(^|\s)\/([a-z0-9-]*)$/;
const MOST = 8;
const asked = new Map<string, Promise<Words[]>>();
let list: HTMLElement | null = null;
let owner: Field | null = null;
let offered: Words[] = [];
let chosen = 0;

export function offerReadyWords(): void {
  document.addEventListener("input", (event) => void look(event.target));
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("focusout", (event) => { if (event.target === owner) close(); });
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-insert]");
    const field = button && document.getElementById(button.dataset.insertInto ?? "");
    if (button && isField(field)) put(field, field.value.length, field.value.length, button.dataset.insert ?? "");
  });
}

async function look(target: EventTarget | null): Promise<void> {
  const url = isField(target) ? target.form?.dataset.ready : "";
  if (!url || !isField(target) || !begun(target)) return close();
  let known: Words[];
  try {
    known = await words(url);
  } catch {
    asked.delete(url); // no connection: asked again with the next letter
    return close();
  }
  const typed = begun(target)?.[2];
  if (typed === undefined || document.activeElement !== target) return close();
  const first = known.filter((one) => one.key.startsWith(typed));
  const then = known.filter((one) => !first.includes(one) && one.name.toLowerCase().includes(typed));
  show(target, [...first, ...then].slice(0, MOST));
}

function words(url: string): Promise<Words[]> {
  const found = asked.get(url) ?? load(url);
  asked.set(url, found);
  return found;
}

async function load(url: string): Promise<Words[]> {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return ((await answer.json()) as { texts: Words[] }).texts;
}

function begun(field: Field): RegExpExecArray | null {
  return BEGUN.exec(field.value.slice(0, field.selectionStart ?? 0));
}

function isField(target: EventTarget | null): target is Field {
  return (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) && isWriting(target);
}

function show(field: Field, fits: Words[]): void {
  close();
  if (!fits.length) return;
  [owner, offered, chosen] = [field, fits, 0];
  list = document.createElement("div");
  list.className = "ready";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels?.[0]?.textContent ?? "");
  list.replaceChildren(...fits.map(option));
  document.body.append(list);
  const place = field.getBoundingClientRect();
  const above = place.bottom + list.offsetHeight > window.innerHeight;
  list.style.insetInlineStart = `${Math.min(place.left, window.innerWidth - list.offsetWidth - 8)}px`;
  list.style.insetBlockStart = `${above ? place.top - list.offsetHeight : place.bottom}px`;
  mark();
}

function option(one: Words, place: number): HTMLElement {
  const row = document.createElement("div");
  row.setAttribute("role", "option");
  const name = document.createElement("small");
  name.textContent = one.name;
  row.append(`/${one.key} `, name);
  row.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    chosen = place;
    take();
  });
  return row;
}

function mark(): void {
  for (const [place, row] of [...(list?.children ?? [])].entries()) row.setAttribute("aria-selected", String(place === chosen));
  announce(`/${offered[chosen]?.key ?? ""} ${offered[chosen]?.name ?? ""}`);
}

function onKey(event: KeyboardEvent): void {
  if (!list || event.target !== owner || event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    chosen = (chosen + step + offered.length) % offered.length;
    mark();
  } else if (event.key === "Escape") close();
  else if (event.key === "Enter" || event.key === "Tab") take();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function take(): void {
  const field = owner;
  const typed = field && begun(field);
  if (field && typed) {
    const end = field.selectionStart ?? 0;
    put(field, end - (typed[2]?.length ?? 0) - 1, end, offered[chosen]?.text ?? "");
  }
  close();
}

/** Put words in the place of what stands between two marks; a field of one line takes one line. */
function put(field: Field, start: number, end: number, text: string): void {
  const said = field instanceof HTMLInputElement ? text.replace(/\s*\n\s*/g, " ") : text;
  const apart = start > 0 && !/\s$/.test(field.value.slice(0, start)) ? " " : "";
  field.focus();
  field.setRangeText(apart + said, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function close(): void {
  list?.remove();
  [list, owner, offered] = [null, null, []];
}
