// The answer beside a form follows what is typed. The old answer stays until the new one is there;
// lines that changed say so. Without scripts a button asks for the answer.
import { all, announce, one, replaced } from "../lib/dom";
import { type Answer, ask } from "../lib/page";
import { phrase } from "../lib/words";

const WAIT = 250; // milliseconds after the last change

export function startPreviews(): void {
  for (const form of all<HTMLFormElement>("form[data-preview]")) new Preview(form);
}

class Preview {
  private readonly target: string;
  private waiting = 0;
  private asked = new AbortController();
  private sent: string;

  constructor(private readonly form: HTMLFormElement) {
    this.target = form.dataset.previewTarget ?? "";
    this.sent = this.state();
    form.addEventListener("input", () => this.soon(WAIT));
    form.addEventListener("change", () => this.soon(0));
  }

  private state(): string {
    return new URLSearchParams([...new FormData(this.form)].map(([name, value]) => [name, String(value)])).toString();
  }

  private soon(wait: number): void {
    clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => void this.look(), wait);
  }

  private async look(): Promise<void> {
    const state = this.state();
    this.asked.abort();
    if (state === this.sent) return this.busy(false);
    const mine = (this.asked = new AbortController());
    this.busy(true);
    try {
      const answer = await this.send(state, mine.signal);
      const newer = answer.document?.getElementById(this.target);
      if (!newer) throw new Error("no answer");
      this.sent = state;
      this.show(newer);
    } catch {
      if (mine.signal.aborted) return; // overtaken: the next one clears the wait
      this.failed(true);
    }
    this.busy(false);
  }

  private send(state: string, signal: AbortSignal): Promise<Answer> {
    const url = this.form.dataset.preview || location.pathname;
    if (this.form.method === "post") return ask(url, { method: "POST", body: new URLSearchParams(state), signal });
    return ask(`${url}?${state}`, { signal });
  }

  private show(newer: HTMLElement): void {
    const old = document.getElementById(this.target);
    if (!old) return;
    const before = values(old);
    const fresh = document.importNode(newer, true);
    const changed = before.size ? all("[data-line]", fresh).filter((line) => before.get(line.dataset.line ?? "") !== line.dataset.value) : [];
    for (const line of changed) line.classList.add("new");
    const { scrollTop } = old;
    old.replaceWith(fresh);
    fresh.scrollTop = scrollTop;
    replaced(fresh);
    this.failed(false);
    this.count(fresh, changed.length);
  }

  private count(answer: HTMLElement, changes: number): void {
    const place = one("[data-changes]", answer);
    if (!place || !changes) return;
    const kind = new Intl.PluralRules(document.documentElement.lang).select(changes);
    place.textContent = phrase(kind === "one" ? "changed_one" : "changed_other", { count: changes });
    announce(place.textContent);
  }

  private busy(isBusy: boolean): void {
    document.getElementById(this.target)?.setAttribute("aria-busy", String(isBusy));
  }

  /** The answer shown belongs to an earlier input, and says so. */
  private failed(isFailed: boolean): void {
    const answer = document.getElementById(this.target);
    const place = answer && one("[data-stale]", answer);
    if (place) place.hidden = !isFailed;
  }
}

function values(answer: HTMLElement): Map<string, string> {
  return new Map(all("[data-line]", answer).map((line) => [line.dataset.line ?? "", line.dataset.value ?? ""]));
}
