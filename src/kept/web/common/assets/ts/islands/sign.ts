// A signature drawn on glass: lines of points in thousandths of the field, kept in a hidden field.
import { all, one } from "../lib/dom";

const SIDE = 1000;
const MOST = 5000; // points

export function startSigning(): void {
  for (const place of all("[data-sign]")) listen(place);
}

function listen(place: HTMLElement): void {
  const field = one<HTMLInputElement>(`input[name="${place.dataset.sign ?? ""}"]`, place.closest("form") ?? document);
  const glass = place.querySelector<SVGSVGElement>("svg");
  if (!field || !glass) return;
  let strokes: number[][][] = [];
  let line: SVGPolylineElement | null = null;

  const add = (event: PointerEvent): void => {
    const stroke = strokes.at(-1);
    if (!line || !stroke) return;
    const room = Math.max(0, MOST - strokes.flat().length);
    stroke.push(...everyOne(event).slice(0, room).map((one) => pointOf(one, glass)));
    line.setAttribute("points", stroke.map((point) => point.join(",")).join(" "));
  };
  glass.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    glass.setPointerCapture(event.pointerId);
    strokes.push([]);
    line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
    glass.append(line);
    add(event);
  });
  glass.addEventListener("pointermove", add);
  const end = (event: PointerEvent): void => {
    if (event.type === "pointerup") add(event);
    line = null;
    field.value = JSON.stringify(strokes);
  };
  glass.addEventListener("pointerup", end);
  glass.addEventListener("pointercancel", end);
  one("[data-sign-clear]", place)?.addEventListener("click", () => {
    strokes = [];
    field.value = "";
    glass.replaceChildren();
  });
}

// A busy phone tells several moves as one; without those between, a quick signature is a few corners.
// Safari has told them only since 18.2.
function everyOne(event: PointerEvent): PointerEvent[] {
  const between = "getCoalescedEvents" in event ? event.getCoalescedEvents() : [];
  return between.length > 0 ? between : [event];
}

function pointOf(event: PointerEvent, glass: SVGSVGElement): number[] {
  const box = glass.getBoundingClientRect();
  return [part(event.clientX - box.left, box.width), part(event.clientY - box.top, box.height)];
}

function part(of: number, whole: number): number {
  return Math.min(SIDE, Math.max(0, Math.round((of / whole) * SIDE)));
}
