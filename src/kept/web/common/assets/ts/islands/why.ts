// Why a clock says what it says: opens on hover and focus, pins on click, closes with Escape. Hangs
// below the clocks by one accent line, so that it covers none. Without scripts the link opens it.
import { all, onReplaced, one } from "../lib/dom";

const LINGER = 180; // milliseconds the pointer may take from the "?" to the answer
const REST = 120; // milliseconds of rest before a passing pointer opens anything

interface Open {
  button: HTMLAnchorElement;
  why: HTMLElement;
  isPinned: boolean;
}

let open: Open | null = null;
let timer = 0;

export function startWhy(): void {
  dress(document);
  onReplaced((root) => {
    dress(root);
    if (open && !open.button.isConnected) close();
    else if (open) mark(open, true);
    place();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open) {
      open.button.focus();
      close();
    }
  });
  document.addEventListener("click", (event) => {
    const target = event.target as Node;
    if (open && !open.why.contains(target) && !open.button.contains(target)) close();
  });
  addEventListener("resize", place);
  const asked = all<HTMLAnchorElement>("a.whyb").find((button) => button.hash && button.hash === location.hash);
  if (asked) show(asked, true);
}

function dress(root: ParentNode): void {
  for (const button of all<HTMLAnchorElement>("a.whyb", root)) {
    const why = whyOf(button);
    if (!why || button.onclick) continue;
    button.setAttribute("role", "button");
    button.setAttribute("aria-controls", why.id);
    button.setAttribute("aria-expanded", String(open?.why === why));
    button.onclick = (event) => {
      event.preventDefault();
      if (open?.why === why && open.isPinned) close();
      else show(button, true);
    };
    button.onkeydown = (event) => {
      if (event.key === " ") {
        event.preventDefault();
        button.click();
      }
    };
    button.onpointerenter = (event) => { if (event.pointerType === "mouse") later(REST, () => show(button, false)); };
    button.onfocus = () => { if (button.matches(":focus-visible")) show(button, false); };
    button.onpointerleave = leave;
    button.onblur = leaveFocus;
    why.onpointerenter = () => clearTimeout(timer);
    why.onpointerleave = leave;
    if (!why.dataset.dressed) why.addEventListener("focusout", leaveFocus);
    why.dataset.dressed = "";
  }
}

function show(button: HTMLAnchorElement, isPinned: boolean): void {
  clearTimeout(timer);
  const why = whyOf(button);
  if (!why || (open && open.isPinned && !isPinned && open.why !== why)) return;
  if (open && open.why !== why) close();
  open = { button, why, isPinned: isPinned || (open?.isPinned ?? false) };
  why.dataset.open = "below";
  mark(open, true);
  place();
  if (isPinned && matchMedia("(max-width: 900px)").matches) why.scrollIntoView({ block: "nearest" });
}

function close(): void {
  clearTimeout(timer);
  if (!open) return;
  const { why } = open;
  mark(open, false);
  open = null;
  delete why.dataset.open;
  line.remove();
  if (location.hash === `#${why.id}`) history.replaceState(null, "", location.pathname + location.search);
}

function later(wait: number, then: () => void): void {
  clearTimeout(timer);
  timer = window.setTimeout(then, wait);
}

function leave(): void {
  if (open && !open.isPinned) later(LINGER, () => { if (open && !isHeld(open)) close(); });
  else clearTimeout(timer);
}

function leaveFocus(): void {
  setTimeout(() => { if (open && !open.isPinned && !isHeld(open)) close(); }, 0);
}

function isHeld({ button, why }: Open): boolean {
  const focused = document.activeElement;
  return why.matches(":hover") || button.matches(":hover") || why.contains(focused) || (button === focused && button.matches(":focus-visible"));
}

/** Show which clock is asked, and tint the facts that the answer stands on. */
function mark({ button, why }: Open, isOn: boolean): void {
  button.setAttribute("aria-expanded", String(isOn));
  button.closest("[data-clock-name]")?.classList.toggle("open", isOn);
  for (const id of (why.dataset.cites ?? "").split(" ").filter(Boolean))
    document.getElementById(id)?.classList.toggle("cited", isOn);
}

function whyOf(button: HTMLAnchorElement): HTMLElement | null {
  return document.getElementById(button.hash.slice(1));
}

// --- where it hangs -------------------------------------------------------------------------

const line = document.createElement("i");
line.className = "why-line";

function place(): void {
  line.remove();
  if (!open || matchMedia("(max-width: 900px)").matches) return;
  const { button, why } = open;
  const frame = why.offsetParent;
  const clocks = one("[data-clocks]");
  if (!frame || !clocks) return;
  why.dataset.open = "below";
  const mark = button.getBoundingClientRect();
  const inner = frame.getBoundingClientRect();
  const top = clocks.getBoundingClientRect().bottom + 10;
  const floor = one(".next")?.getBoundingClientRect().top ?? innerHeight;
  if (top + why.offsetHeight > floor && one(".side")) return beside(button, why, mark);
  why.style.setProperty("--top", `${top - inner.top + frame.scrollTop}px`);
  why.style.setProperty("--drop", `${top - mark.top - mark.height / 2}px`);
}

/** No room below: lie over the side column, where there are no clocks. */
function beside(button: HTMLElement, why: HTMLElement, mark: DOMRect): void {
  const side = one(".side")?.getBoundingClientRect();
  if (!side) return;
  why.dataset.open = "beside";
  why.style.setProperty("--width", `${side.width - 16}px`);
  const bar = one(".top")?.getBoundingClientRect().bottom ?? 0;
  const top = Math.max(bar + 8, Math.min(mark.top - 12, innerHeight - why.offsetHeight - 8));
  why.style.setProperty("--top", `${top}px`);
  line.style.setProperty("--top", `${mark.top + mark.height / 2}px`);
  line.style.setProperty("--left", `${mark.right}px`);
  line.style.setProperty("--width", `${side.left + 8 - mark.right}px`);
  button.after(line);
}
