// Tabs over sections of one page. Without scripts they are links to sections that all stand open.
import { all, onReplaced } from "../lib/dom";

export function startTabs(): void {
  for (const list of all("[data-tabs]")) dress(list);
  onReplaced((root) => {
    for (const list of all("[data-tabs]", root)) dress(list);
  });
  document.addEventListener("click", openTab);
}

// A link to what lies under a tab opens that tab before the browser goes there.
function openTab(event: MouseEvent): void {
  const from = event.target instanceof Element ? event.target : null;
  const link = from?.closest<HTMLAnchorElement>("a[href^='#']:not([role=tab])");
  const panel = link && document.getElementById(link.hash.slice(1))?.closest("[role=tabpanel]");
  if (panel) document.getElementById(panel.getAttribute("aria-labelledby") ?? "")?.click();
}

function dress(list: HTMLElement): void {
  const tabs = all<HTMLAnchorElement>("a", list);
  list.setAttribute("role", "tablist");
  for (const tab of tabs) {
    const panel = panelOf(tab);
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel?.id ?? "");
    panel?.setAttribute("role", "tabpanel");
    panel?.setAttribute("aria-labelledby", tab.id);
    tab.onclick = (event) => {
      event.preventDefault();
      select(tabs, tab);
    };
    tab.onkeydown = (event) => move(event, tabs, tab);
  }
  const kept = sessionStorage.getItem(`tab:${list.id}`);
  select(tabs, tabs.find((tab) => tab.id === kept) ?? tabs[0]);
  list.dataset.tabs = "on";
}

function select(tabs: HTMLAnchorElement[], chosen: HTMLAnchorElement | undefined): void {
  for (const tab of tabs) {
    tab.setAttribute("aria-selected", String(tab === chosen));
    tab.tabIndex = tab === chosen ? 0 : -1;
    const panel = panelOf(tab);
    if (panel) panel.hidden = tab !== chosen;
  }
  const list = chosen?.closest("[data-tabs]");
  if (chosen && list) sessionStorage.setItem(`tab:${list.id}`, chosen.id);
}

function move(event: KeyboardEvent, tabs: HTMLAnchorElement[], tab: HTMLAnchorElement): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
  select(tabs, next);
  next?.focus();
}

function panelOf(tab: HTMLAnchorElement): HTMLElement | null {
  return document.getElementById(tab.hash.slice(1));
}
