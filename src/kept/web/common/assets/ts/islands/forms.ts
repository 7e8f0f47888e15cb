// After a form came back with problems, the list of them takes the focus.
import { all, one } from "../lib/dom";

export function dressForms(): void {
  for (const button of all("[data-fill]")) button.addEventListener("click", () => fill(button));
  one("[data-problems]")?.focus();
  for (const form of all<HTMLFormElement>("form[method=post]")) {
    // A second click must not send twice; the button stays readable and the page may come back.
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent !== undefined) event.preventDefault();
      else form.dataset.sent = "";
    });
  }
  addEventListener("pageshow", () => {
    for (const form of all<HTMLFormElement>("form[data-sent]")) delete form.dataset.sent;
  });
}

/** Write given values into fields: "id=value;id=value". */
function fill(button: HTMLElement): void {
  for (const pair of (button.dataset.fill ?? "").split(";")) {
    const [id = "", value = ""] = pair.split("=");
    const field = document.getElementById(id);
    if (field instanceof HTMLInputElement) field.value = value;
  }
  button.closest("main")?.querySelector<HTMLElement>("form button")?.focus();
}
