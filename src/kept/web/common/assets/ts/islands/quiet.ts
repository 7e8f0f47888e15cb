// A form that is sent without leaving the page: what someone is writing elsewhere stays. The answer
// is the newer part of the page that the form names (data-quiet).
import { replaced } from "../lib/dom";
import { morph } from "../lib/morph";
import { ask } from "../lib/page";

export function sendQuietly(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.dataset.quiet) return;
    event.preventDefault();
    void send(form, form.dataset.quiet);
  });
}

async function send(form: HTMLFormElement, part: string): Promise<void> {
  const said = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  const answer = await ask(form.action, { method: "POST", body: new URLSearchParams(said) });
  const [old, newer] = [document.getElementById(part), answer.document?.getElementById(part)];
  if (!old || !newer) return location.reload();
  morph(old, newer);
  replaced(old);
}
