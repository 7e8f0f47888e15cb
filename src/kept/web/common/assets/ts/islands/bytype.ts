// A question that matters for some types of request only is asked for these; without scripts it
// is asked always.
export function askByType(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form")) {
    const rows = form.querySelectorAll<HTMLElement>("[data-only]");
    if (!rows.length) continue;
    const show = () => {
      const type = String(new FormData(form).get("case_type") ?? "");
      for (const row of rows) row.hidden = !(row.dataset.only ?? "").split(" ").includes(type);
    };
    form.addEventListener("change", show);
    show();
  }
}
