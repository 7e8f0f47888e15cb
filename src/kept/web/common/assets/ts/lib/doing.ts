// Whether somebody writes on this page just now: typed into a form that is to be sent.

const LASTS = 60_000; // milliseconds after the last letter

let typedAt = -Infinity;

export function watchTyping(): void {
  document.addEventListener("input", (event) => {
    const form = (event.target as HTMLInputElement).form;
    if (form?.method === "post") typedAt = performance.now();
  });
  document.addEventListener("submit", () => { typedAt = -Infinity; });
}

/** What others are told of this page. */
export function doing(): "writes" | "looks" {
  return performance.now() - typedAt < LASTS ? "writes" : "looks";
}
