// Passkeys: the browser's own functions, fed with what the server offers.
import { all, one } from "../lib/dom";

interface CredentialJson {
  toJSON(): unknown;
}

interface KeyClass {
  parseRequestOptionsFromJSON?(options: unknown): PublicKeyCredentialRequestOptions;
  parseCreationOptionsFromJSON?(options: unknown): PublicKeyCredentialCreationOptions;
}

const keys = (window as { PublicKeyCredential?: unknown }).PublicKeyCredential as KeyClass | undefined;

export function startPasskeys(): void {
  for (const form of all<HTMLFormElement>("form[data-passkey]")) {
    // A browser without passkeys is not offered them.
    if (!keys?.parseRequestOptionsFromJSON) form.hidden = true;
    form.addEventListener("submit", (event) => {
      event.preventDefault(); // form.submit(), later, comes by no event
      delete form.dataset.sent;
      void use(form);
    });
  }
}

async function use(form: HTMLFormElement): Promise<void> {
  const problem = one("[data-passkey-problem]", form);
  if (problem) problem.hidden = true;
  try {
    const credential = form.dataset.passkey === "create" ? await create(form) : await get(form);
    const field = fieldOf(form);
    if (!credential || !field) return;
    field.value = JSON.stringify((credential as unknown as CredentialJson).toJSON());
    form.submit();
  } catch {
    // Refused, timed out or no key at hand: the person may try again or take another way.
    if (problem) problem.hidden = false;
  }
}

function fieldOf(form: HTMLFormElement): HTMLInputElement | null {
  return one<HTMLInputElement>("input[name=credential]", form);
}

interface Offer {
  request_options?: { publicKey: unknown };
  creation_options?: { publicKey: { authenticatorSelection?: Record<string, unknown> } };
}

async function offerOf(form: HTMLFormElement): Promise<Offer> {
  const inPage = document.getElementById(form.dataset.offer ?? "");
  if (inPage) return JSON.parse(inPage.textContent ?? "{}") as Offer;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  return (await answer.json()) as Offer;
}

async function get(form: HTMLFormElement): Promise<Credential | null> {
  const options = keys?.parseRequestOptionsFromJSON?.((await offerOf(form)).request_options?.publicKey);
  return options ? navigator.credentials.get({ publicKey: options }) : null;
}

async function create(form: HTMLFormElement): Promise<Credential | null> {
  const wish = (await offerOf(form)).creation_options?.publicKey;
  if (!wish) return null;
  // A passkey signs in by itself; a plain security key only backs the password.
  const isAlone = one<HTMLInputElement>("input[name=passwordless]", form)?.checked ?? false;
  wish.authenticatorSelection = {
    ...wish.authenticatorSelection,
    residentKey: isAlone ? "required" : "discouraged",
    requireResidentKey: isAlone,
    userVerification: isAlone ? "required" : "preferred",
  };
  const options = keys?.parseCreationOptionsFromJSON?.(wish);
  return options ? navigator.credentials.create({ publicKey: options }) : null;
}
