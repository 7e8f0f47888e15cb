// Files that are chosen, dropped or pasted are sent one by one, each with its progress. Without scripts
// the form sends them all at once.
import { all, announce, one, onReplaced } from "../lib/dom";

export function startUploads(): void {
  const dress = (root: ParentNode): void => {
    for (const form of all<HTMLFormElement>("form[data-upload]", root)) dressForm(form);
  };
  dress(document);
  onReplaced(dress);
  document.addEventListener("paste", (event) => {
    const form = one<HTMLFormElement>("form[data-upload]");
    const files = [...(event.clipboardData?.files ?? [])];
    if (!form || files.length === 0) return;
    event.preventDefault();
    send(form, files);
  });
}

function dressForm(form: HTMLFormElement): void {
  if (form.dataset.dressed !== undefined) return;
  form.dataset.dressed = "";
  const input = one<HTMLInputElement>("input[type=file]", form);
  input?.addEventListener("change", () => {
    send(form, [...(input.files ?? [])]);
    input.value = "";
  });
  const place = form.closest<HTMLElement>("[data-drop]") ?? form;
  place.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    place.classList.add("dropping");
  });
  for (const type of ["dragleave", "drop"]) place.addEventListener(type, () => place.classList.remove("dropping"));
  place.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    send(form, [...event.dataTransfer.files]);
  });
}

let queue: Promise<void> = Promise.resolve();

/** Send one after the other, so that a slow line carries one file at a time. */
function send(form: HTMLFormElement, files: File[]): void {
  for (const file of files) {
    const line = new Line(form, file.name);
    queue = queue.then(() => sendOne(form, file, line));
  }
  queue = queue.then(() => { document.dispatchEvent(new CustomEvent("kept:look")); });
}

function sendOne(form: HTMLFormElement, file: File, line: Line): Promise<void> {
  const most = Number(form.dataset.most);
  if (most && file.size > most) {
    line.refused(form.dataset.tooLarge ?? "");
    return Promise.resolve();
  }
  const content = new FormData(form);
  content.delete("file");
  content.set("key", crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`);
  content.append("file", file, file.name);
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/plain");
    request.upload.onprogress = (event) => { line.progress(event.loaded / event.total); };
    request.onload = () => {
      if (request.status === 204) line.done(form.dataset.done ?? "");
      else line.refused(request.status === 422 || request.status === 429 ? request.responseText : form.dataset.failed ?? "");
      done();
    };
    request.onerror = () => {
      line.refused(form.dataset.failed ?? "");
      done();
    };
    request.send(content);
  });
}

/** What one file is doing, for eyes and for screen readers. */
class Line {
  private readonly bar = document.createElement("progress");
  private readonly words = document.createElement("span");
  private readonly row = document.createElement("li");

  constructor(form: HTMLFormElement, private readonly name: string) {
    this.words.textContent = name;
    this.bar.max = 1;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", name);
    this.row.append(this.bar, this.words);
    one("[data-sending]", form)?.append(this.row);
  }

  progress(share: number): void {
    this.bar.value = share;
  }

  done(words: string): void {
    announce(`${this.name}: ${words}`);
    this.row.remove();
  }

  refused(sentence: string): void {
    this.bar.remove();
    this.words.textContent = sentence.includes(this.name) ? sentence : `${this.name}: ${sentence}`;
    this.row.classList.add("err");
    announce(this.words.textContent);
  }
}
