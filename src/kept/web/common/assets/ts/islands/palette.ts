// One field for every record and every action of the page. Without scripts it is a search form.
import { all, one } from "../lib/dom";
import { ask } from "../lib/page";
import { learn, soundsLike } from "../lib/sounds";
import { labelOf } from "./keys";

const WAIT = 120; // milliseconds after the last letter
const MOST_ACTIONS = 8;

export function startPalette(): void {
  const form = one<HTMLFormElement>("form[data-palette]");
  const field = form && one<HTMLInputElement>("input[type=search]", form);
  if (form && field) new Palette(form, field);
}

class Palette {
  private readonly list = document.createElement("div");
  private options: { element: HTMLElement; go: () => void }[] = [];
  private chosen = 0;
  private waiting = 0;
  private asked = new AbortController();

  constructor(private readonly form: HTMLFormElement, private readonly field: HTMLInputElement) {
    this.list.className = "found";
    this.list.id = "found-list";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", one("label", form)?.textContent ?? "");
    form.append(this.list);
    for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", this.list.id], ["aria-autocomplete", "list"]] as const)
      field.setAttribute(name, value);
    field.addEventListener("input", () => this.typed());
    field.addEventListener("focus", () => this.typed());
    field.addEventListener("focus", () => void learn(commands().map(labelOf)));
    field.addEventListener("keydown", (event) => this.onKey(event));
    form.addEventListener("submit", (event) => this.submit(event));
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget as Node | null)) this.close();
    });
    // A press on an answer must not take the focus away before it becomes a click.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  private typed(): void {
    clearTimeout(this.waiting);
    this.asked.abort();
    const words = this.field.value.trim();
    this.show(words, []);
    if (words) this.waiting = window.setTimeout(() => void this.find(words), WAIT);
  }

  private async find(words: string): Promise<void> {
    this.asked = new AbortController();
    const url = new URL(this.form.action);
    url.searchParams.set("q", words);
    try {
      const answer = await ask(url.href, { signal: this.asked.signal });
      if (answer.document) this.show(words, all<HTMLAnchorElement>("#found a[href]", answer.document), true);
    } catch {
      // Overtaken by the next letter, or no network: Enter still sends the form.
    }
  }

  private show(words: string, records: HTMLAnchorElement[], isComplete = false): void {
    const actions = matching(words);
    this.options = [
      ...records.map((record) => this.option(document.importNode(record, true).childNodes, record.dataset.kind ?? "", () => {
        location.assign(record.getAttribute("href") ?? "");
      })),
      ...actions.map((action) => this.option([document.createTextNode(labelOf(action))], this.field.dataset.actions ?? "", () => {
        this.close();
        this.field.value = "";
        action.click();
      })),
    ];
    const none = isComplete && !this.options.length ? [this.nothing()] : [];
    this.list.replaceChildren(...this.options.map((option) => option.element), ...none);
    this.choose(0);
    this.open(this.list.childElementCount > 0 && document.activeElement === this.field);
  }

  private option(content: Iterable<Node>, kind: string, go: () => void): { element: HTMLElement; go: () => void } {
    const element = document.createElement("div");
    element.setAttribute("role", "option");
    const text = document.createElement("span");
    const lines = [...content];
    text.append(...lines.filter((node) => node.nodeName !== "SMALL"));
    const label = document.createElement("span");
    label.className = "kind";
    label.textContent = kind;
    element.append(text, label, ...lines.filter((node) => node.nodeName === "SMALL"));
    element.addEventListener("click", go);
    return { element, go };
  }

  private nothing(): HTMLElement {
    const none = document.createElement("p");
    none.className = "none";
    none.textContent = this.field.dataset.none ?? "";
    return none;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.options.length) {
      event.preventDefault();
      this.choose((this.chosen + step + this.options.length) % this.options.length);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      event.preventDefault(); // the browser would empty the field, which asks again
      if (this.list.hidden) this.field.blur();
      else this.close();
    }
  }

  private submit(event: SubmitEvent): void {
    const option = this.list.hidden ? undefined : this.options[this.chosen];
    if (option) event.preventDefault();
    option?.go();
  }

  private choose(index: number): void {
    this.chosen = index;
    this.options.forEach(({ element }, at) => {
      element.id = `found-${at}`;
      element.setAttribute("aria-selected", String(at === index));
    });
    const option = this.options[index]?.element;
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
    else this.field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  private open(isOpen: boolean): void {
    this.list.hidden = !isOpen;
    this.field.setAttribute("aria-expanded", String(isOpen));
  }

  private close(): void {
    clearTimeout(this.waiting);
    this.asked.abort(); // an answer on its way must not open the list again
    this.open(false);
  }
}

/** What this page offers, before what every page offers. */
function commands(): HTMLElement[] {
  return [...all("main [data-command], aside [data-command]"), ...all(".top [data-command]")]
    .filter((action) => !action.closest("[hidden]") && action.getAttribute("aria-disabled") !== "true");
}

/** The actions of this page whose words begin with what was typed. */
function matching(words: string): HTMLElement[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return commands()
    .filter((action) => {
      const label = labelOf(action);
      return wanted.every((word) => label.toLocaleLowerCase().includes(word) || soundsLike(label, word));
    })
    .slice(0, MOST_ACTIONS);
}
