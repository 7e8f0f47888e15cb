// What was typed survives a reload, a crash and a lost session. Kept in this browser for the person
// who typed it; forgotten when the form is sent, when that person signs out and when another signs in.
import { all, one } from "../lib/dom";
import { now } from "../lib/time";
import { moment, phrase } from "../lib/words";

const WAIT = 400; // milliseconds after the last change

const PERSON = document.documentElement.dataset.person ?? "";

export function keepDrafts(): void {
  // Between a lost session and the next sign-in nobody is here yet: the drafts wait for their owner.
  if (PERSON) forget((key) => !key.startsWith(`draft:${PERSON}:`));
  for (const form of all<HTMLFormElement>("form[data-draft]")) watch(form);
  for (const form of all<HTMLFormElement>("form[data-sign-out]")) form.addEventListener("submit", () => {
    sessionStorage.clear();
    forget(() => true);
  });
}

function forget(isMeant: (key: string) => boolean): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith("draft:") && isMeant(key)) localStorage.removeItem(key);
}

function watch(form: HTMLFormElement): void {
  const key = `draft:${PERSON}:${form.dataset.draft ?? ""}`;
  const kept = localStorage.getItem(key);
  // A form that came back from the server with problems already holds what was typed.
  if (kept && !one("[data-problems]")) restore(form, new URLSearchParams(kept));
  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => keep(form, key), WAIT);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    localStorage.removeItem(key);
  });
  for (const button of all("[data-draft-clear]", form))
    button.addEventListener("click", () => {
      clearTimeout(waiting);
      localStorage.removeItem(key);
    });
}

function keep(form: HTMLFormElement, key: string): void {
  const fields = fieldsOf(form).filter((field) => !isChoice(field) || field.checked);
  localStorage.setItem(key, new URLSearchParams(fields.map((field) => [field.name, field.value])).toString());
  say(form, "draft_kept");
}

function restore(form: HTMLFormElement, kept: URLSearchParams): void {
  let isChanged = false;
  for (const field of fieldsOf(form)) {
    const values = kept.getAll(field.name);
    if (isChoice(field)) {
      isChanged ||= field.checked !== values.includes(field.value);
      field.checked = values.includes(field.value);
    } else if (values[0] !== undefined) {
      isChanged ||= field.value !== values[0];
      field.value = values[0];
    }
  }
  if (!isChanged) return;
  say(form, "draft_back");
  form.dispatchEvent(new Event("change"));
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function fieldsOf(form: HTMLFormElement): Field[] {
  const kinds = ["hidden", "password", "file", "submit", "button"];
  return ([...form.elements] as Field[]).filter((field) => field.name && !kinds.includes(field.type) && !("noDraft" in field.dataset));
}

function isChoice(field: Field): field is HTMLInputElement {
  return field.type === "checkbox" || field.type === "radio";
}

function say(form: HTMLFormElement, name: string): void {
  const place = one("[data-draft-state]", form);
  if (place) place.textContent = phrase(name, { time: moment(now(), now()) });
}
