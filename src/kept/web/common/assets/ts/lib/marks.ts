// Who else has which case open. They come with the answers about versions, and change no more than
// their own place.
import { all, one } from "./dom";

/** Take over the marks of an answer that holds nothing else; say whether it did. */
export function takeMarks(place: HTMLElement, news: ParentNode): boolean {
  const told = one("[data-marks]:not([data-refresh])", news);
  if (!told) return false;
  place.dataset.marks = told.dataset.marks ?? "";
  const newer = new Map(all("[data-mark]", told).map((mark) => [mark.dataset.mark, mark]));
  for (const mark of all("[data-mark]", place)) {
    const now = newer.get(mark.dataset.mark);
    mark.className = now?.className ?? "on";
    mark.replaceChildren(...(now?.cloneNode(true).childNodes ?? []));
  }
  return true;
}
