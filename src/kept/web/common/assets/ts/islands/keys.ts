// Single keys for those who never reach for the mouse. An element names its key (data-key); the cheat
// sheet is what the page says about itself. Keys never act while someone types, and can be turned off.
import { all, announce, isWriting, one } from "../lib/dom";
import { tickHere } from "./ticks";

const PAUSE = 1200; // milliseconds between the keys of a pair such as "g h"

let first = "";
let forget = 0;

export function listenForKeys(): void {
  document.addEventListener("keydown", onKey);
  for (const hint of all("[data-mod]")) hint.textContent = `${isMac() ? "⌘" : "Ctrl"} ${hint.dataset.mod ?? ""}`;
  for (const button of all("[data-keys-open]")) button.addEventListener("click", openSheet);
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat && !"jk".includes(event.key)) return;
  const isCommand = event.ctrlKey || event.metaKey;
  if (isCommand ? event.altKey : event.altKey || isOff() || isWriting(event.target)) return;
  if (one("dialog[open]") && !isCommand) return;
  const key = isCommand ? `mod+${event.key.toLowerCase()}` : event.key;
  if (act(key) || key === "mod+enter" && sendFrom(event.target)) event.preventDefault();
}

/** Send the form that somebody writes in, where the page gives that key to no button of its own. */
function sendFrom(place: EventTarget | null): boolean {
  const form = place instanceof HTMLElement ? place.closest<HTMLFormElement>("main form[method=post]") : null;
  const buttons = form ? all<HTMLButtonElement>("button:not([type=button])", form) : [];
  const button = buttons.find((one) => one.matches(".go")) ?? (buttons.length === 1 ? buttons[0] : undefined);
  button?.click();
  return button !== undefined;
}

function act(key: string): boolean {
  const pair = first ? `${first} ${key}` : "";
  first = "";
  const owner = (pair && ownerOf(pair)) || ownerOf(key);
  if (owner) return use(owner);
  if (key === "j" || key === "k") return moveInList(key === "j" ? 1 : -1);
  if (key === "x" || key === "X") return tickHere(key === "X");
  if (all("[data-key]").some((element) => keysOf(element).some((keys) => keys.startsWith(`${key} `)))) {
    first = key;
    clearTimeout(forget);
    forget = window.setTimeout(() => { first = ""; }, PAUSE);
    return true;
  }
  return false;
}

function ownerOf(key: string): HTMLElement | undefined {
  return all("[data-key]").find((element) => keysOf(element).includes(key) && !element.closest("[hidden]"));
}

/** The keys of an element; several are parted by a comma. */
function keysOf(element: HTMLElement): string[] {
  return (element.dataset.key ?? "").split(",");
}

function use(element: HTMLElement): boolean {
  if (element.getAttribute("aria-disabled") === "true") {
    const reason = document.getElementById(element.getAttribute("aria-describedby") ?? "");
    announce(reason?.textContent?.trim() ?? "");
    return true;
  }
  if (isWriting(element)) {
    element.focus();
    if (element instanceof HTMLInputElement) element.select();
  } else {
    if (element.matches("summary")) element.focus(); // from there the arrows lead into the menu
    element.click();
  }
  return true;
}

function moveInList(step: number): boolean {
  const rows = all("[data-list] a[data-row]").filter((row) => row.checkVisibility());
  const here = rows.findIndex((row) => row === document.activeElement);
  const from = here >= 0 ? here : rows.findIndex((row) => row.hasAttribute("aria-current"));
  const row = rows[from < 0 ? 0 : Math.min(Math.max(from + step, 0), rows.length - 1)];
  row?.focus();
  return row !== undefined;
}

function isOff(): boolean {
  return document.documentElement.dataset.shortcuts === "off";
}

function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}

// --- the cheat sheet ------------------------------------------------------------------------

function openSheet(): void {
  const sheet = one<HTMLDialogElement>("#keys");
  const place = sheet && one(".keys", sheet);
  if (!sheet || !place || sheet.open) return;
  place.replaceChildren(...[...groups(sheet)].map(([title, rows]) => section(title, rows)));
  sheet.showModal();
}

function groups(sheet: HTMLElement): Map<string, [string, string][]> {
  const found = new Map<string, [string, string][]>();
  const add = (group: string, keys: string, label: string): void => {
    const rows = found.get(group) ?? [];
    if (!rows.some(([known]) => known === keys)) rows.push([keys, label]);
    found.set(group, rows);
  };
  const words = sheet.dataset;
  for (const element of all("[data-key]")) {
    const group = element.closest<HTMLElement>("[data-keys-group]")?.dataset.keysGroup ?? words.general ?? "";
    if (!element.closest("[hidden]")) add(group, keysOf(element)[0] ?? "", labelOf(element));
  }
  if (one("[data-list] a[data-row]")) {
    add(words.list ?? "", "j", words.down ?? "");
    add(words.list ?? "", "k", words.up ?? "");
    add(words.list ?? "", "enter", words.open ?? "");
  }
  if (one("input[data-tick]")) {
    add(words.list ?? "", "x", words.tick ?? "");
    add(words.list ?? "", "Shift+x", words.range ?? "");
  }
  add(words.general ?? "", "esc", words.close ?? "");
  return found;
}

export function labelOf(element: HTMLElement): string {
  if (element.dataset.keyLabel) return element.dataset.keyLabel;
  const copy = element.cloneNode(true) as HTMLElement;
  for (const key of all("kbd, .q, .vh", copy)) key.remove();
  return copy.textContent?.replace(/\s+/g, " ").trim() || element.getAttribute("aria-label") || "";
}

function section(title: string, rows: [string, string][]): HTMLElement {
  const place = document.createElement("section");
  const heading = document.createElement("h3");
  heading.textContent = title;
  const list = document.createElement("ul");
  for (const [keys, label] of rows) {
    const row = document.createElement("li");
    row.append(label, caps(keys));
    list.append(row);
  }
  place.append(heading, list);
  return place;
}

function caps(keys: string): HTMLElement {
  const place = document.createElement("span");
  const names: Record<string, string> = { mod: isMac() ? "⌘" : "Ctrl", enter: "Enter", esc: "Esc" };
  for (const name of keys.split(/[ +]/)) {
    const cap = document.createElement("kbd");
    cap.textContent = names[name] ?? (name.length === 1 ? name.toUpperCase() : name);
    if (place.childNodes.length) place.append(" ");
    place.append(cap);
  }
  return place;
}
