// A small picture opens large over the page; the arrows lead to the others. Without scripts its link does.
import { all, one } from "../lib/dom";

export function startLightbox(): void {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-large]");
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (!link || !isPlain) return;
    event.preventDefault();
    show(link);
  });
}

function show(first: HTMLAnchorElement): void {
  const links = all<HTMLAnchorElement>("a[data-large]", first.closest("ul") ?? document);
  let place = links.indexOf(first);
  const dialog = document.createElement("dialog");
  const picture = document.createElement("img");
  const words = document.createElement("p");
  dialog.className = "large";
  dialog.append(picture, words);
  const turn = (by: number): void => {
    place = (place + by + links.length) % links.length;
    const link = links[place];
    if (!link) return;
    picture.src = link.href;
    picture.alt = one<HTMLImageElement>("img", link)?.alt ?? "";
    words.textContent = links.length > 1 ? `${picture.alt} (${place + 1}/${links.length})` : picture.alt;
  };
  dialog.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by) turn(by);
    event.stopPropagation();
  });
  dialog.addEventListener("click", () => { dialog.close(); });
  dialog.addEventListener("close", () => {
    dialog.remove();
    first.focus();
  });
  document.body.append(dialog);
  turn(0);
  dialog.showModal();
}
