// What was typed survives a reload, a crash and a lost session. Kept in this tab only, and forgotten
// when the form is sent or the person signs out.
import { all, one } from "../lib/dom";
import { now } from "../lib/time";
import { moment, phrase } from "../lib/words";

const WAIT = 400; // milliseconds after the last change

export function keepDrafts(): void {
  for (const form of all<HTMLFormElement>("form[data-draft]")) watch(form);
  for (const form of all<HTMLFormElement>("form[data-sign-out]")) form.addEventListener("submit", () => sessionStorage.clear());
}

function watch(form: HTMLFormElement): void {
  const key = `draft:${form.dataset.draft ?? ""}`;
  const kept = sessionStorage.getItem(key);
  // A form that came back from the server with problems already holds what was typed.
  if (kept && !one("[data-problems]")) restore(form, new URLSearchParams(kept));
  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => keep(form, key), WAIT);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    sessionStorage.removeItem(key);
  });
  for (const button of all("[data-draft-clear]", form))
    button.addEventListener("click", () => {
      clearTimeout(waiting);
      sessionStorage.removeItem(key);
    });
}

function keep(form: HTMLFormElement, key: string): void {
  const fields = fieldsOf(form).filter((field) => !isChoice(field) || field.checked);
  sessionStorage.setItem(key, new URLSearchParams(fields.map((field) => [field.name, field.value])).toString());
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
  return ([...form.elements] as Field[]).filter((field) => field.name && !kinds.includes(field.type));
}

function isChoice(field: Field): field is HTMLInputElement {
  return field.type === "checkbox" || field.type === "radio";
}

function say(form: HTMLFormElement, name: string): void {
  const place = one("[data-draft-state]", form);
  if (place) place.textContent = phrase(name, { time: moment(now(), now()) });
}
