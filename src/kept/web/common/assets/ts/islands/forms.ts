// After a form came back with problems, the list of them takes the focus.
import { all, one } from "../lib/dom";

export function focusFirstProblem(): void {
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
