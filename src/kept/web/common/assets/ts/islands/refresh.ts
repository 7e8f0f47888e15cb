// A part of a page that stays true: it asks a cheap address whether anything is new (204: no) and only
// then asks for the page. Rows never move under a pointer or a focus: a bar says that there is news.
import { all, announce, one, replaced } from "../lib/dom";
import { doing } from "../lib/doing";
import { takeMarks } from "../lib/marks";
import { morph } from "../lib/morph";
import { type Answer, ask } from "../lib/page";

const SECOND = 1000;
const SLOWEST = 60 * SECOND;

export function startRefreshing(): void {
  for (const place of all("[data-refresh]")) new Refresh(place);
}

class Refresh {
  private readonly every: number;
  private wait: number;
  private timer = 0;
  private asked = new AbortController();
  private waiting: HTMLElement | null = null;

  constructor(private readonly place: HTMLElement) {
    this.wait = this.every = Number(place.dataset.every ?? 5) * SECOND;
    document.addEventListener("visibilitychange", () => {
      // A browser has few connections: a page that nobody sees must not keep one waiting.
      if (document.hidden) this.asked.abort();
      else this.again(0);
    });
    document.addEventListener("kept:look", () => this.again(0));
    for (const type of ["pointerleave", "focusout"])
      place.addEventListener(type, () => setTimeout(() => this.settle(), 0));
    this.again(this.place.dataset.since === undefined ? this.wait : 0);
  }

  private again(wait: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.look(), wait);
  }

  private async look(): Promise<void> {
    if (document.hidden) return;
    this.asked.abort(); // one question at a time
    const asked = this.asked = new AbortController();
    const begun = performance.now();
    try {
      await this.compare(asked.signal);
      // What was held back at the server's until there was news has waited already.
      this.wait = Math.max(this.every - (performance.now() - begun), 0);
      this.sayConnected(true);
    } catch {
      if (asked.signal.aborted) return;
      this.wait = Math.max(this.wait, this.every);
      // The server is away: ask less and less often, and say how old the page is.
      this.wait = Math.min(this.wait * 2, SLOWEST);
      this.sayConnected(false);
    }
    this.again(this.wait);
  }

  private async compare(signal: AbortSignal): Promise<void> {
    const url = new URL(this.place.dataset.refresh ?? "", location.href);
    url.searchParams.set("have", this.place.dataset.version ?? "");
    if (this.place.dataset.marks !== undefined) url.searchParams.set("marks", this.place.dataset.marks);
    if (this.place.dataset.present !== undefined) url.searchParams.set("doing", doing());
    if (this.place.dataset.wait !== undefined) url.searchParams.set("wait", "1");
    const news = await ask(url.href, { signal });
    if (news.status === 204) return;
    if (news.status === 401) return location.reload(); // signed out: the server says where to
    if (news.status >= 500) throw new Error("server away");
    if (news.document && takeMarks(this.place, news.document)) return;
    if (this.place.dataset.since !== undefined && news.version) return this.sayChanged(news.version);
    const page = news.document ? news : await freshPage(); // a part that comes along with the news
    const newer = page.document?.getElementById(this.place.id);
    if (newer) this.take(newer);
  }

  /** On a page where somebody writes: what is written stays, and a line says that there is news. */
  private sayChanged(version: string): void {
    this.place.dataset.version = version;
    const line = one("[data-changed]", this.place);
    if (line) line.hidden = false;
  }

  private take(newer: HTMLElement): void {
    if (this.isInUse() && !sameOrder(this.place, newer)) {
      this.waiting = newer;
      updateRows(this.place, newer);
      this.place.dataset.version = newer.dataset.version ?? "";
      this.bar(true);
    } else this.swap(newer);
  }

  private swap(newer: HTMLElement): void {
    this.waiting = null;
    morph(this.place, newer);
    this.bar(false);
    replaced(this.place);
  }

  /** Take the new order once nobody is in the list any more. */
  private settle(): void {
    if (this.waiting && !this.isInUse()) this.swap(this.waiting);
  }

  private isInUse(): boolean {
    const lists = all("[data-list]", this.place);
    return lists.some((list) => list.matches(":hover") || list.contains(document.activeElement));
  }

  private bar(isShown: boolean): void {
    const bar = one("[data-news]", this.place);
    if (!bar) return;
    if (isShown && bar.hidden) announce(bar.textContent?.trim() ?? "");
    bar.hidden = !isShown;
    const button = one("button", bar);
    if (button) button.onclick = () => { if (this.waiting) this.swap(this.waiting); };
  }

  private sayConnected(isConnected: boolean): void {
    const bar = one("[data-offline]", this.place);
    if (bar) bar.hidden = isConnected;
  }
}

let fetching: Promise<Answer> | null = null;

/** The page as it is now; parts that ask at the same time share one answer. */
function freshPage(): Promise<Answer> {
  fetching ??= ask(location.href).finally(() => { fetching = null; });
  return fetching;
}

function rows(root: HTMLElement): HTMLElement[] {
  return all("[data-list] > [id]", root);
}

function sameOrder(old: HTMLElement, newer: HTMLElement): boolean {
  return rows(old).map((row) => row.id).join(" ") === rows(newer).map((row) => row.id).join(" ");
}

/** Bring rows that are still there up to date without moving them. */
function updateRows(old: HTMLElement, newer: HTMLElement): void {
  const fresh = new Map(rows(newer).map((row) => [row.id, row]));
  for (const row of rows(old)) {
    const now = fresh.get(row.id);
    if (now) morph(row, now);
  }
  replaced(old);
}
