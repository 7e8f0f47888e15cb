// Pages from our own server, as documents. The only place that turns text into HTML.
import { serverSaid } from "./time";

interface HtmlPolicy {
  createHTML(text: string): string;
}

declare global {
  interface Window {
    trustedTypes?: { createPolicy(name: string, rules: HtmlPolicy): HtmlPolicy };
  }
}

// Trusted: same origin, rendered by templates that escape. Parsed scripts never run.
const asIs: HtmlPolicy = { createHTML: (text) => text };
const policy = window.trustedTypes?.createPolicy("kept", asIs) ?? asIs;

export interface Answer {
  status: number;
  document: Document | null;
  version: string;
}

/** Ask our own server. Throws when it cannot be reached; `document` is null without content. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const address = new URL(url, location.href);
  if (address.origin !== location.origin) throw new Error("not ours");
  const response = await fetch(address, { credentials: "same-origin", ...init });
  serverSaid(response.headers.get("Kept-Now"));
  const version = response.headers.get("Kept-Version") ?? "";
  const isPage = response.headers.get("Content-Type")?.startsWith("text/html") ?? false;
  if (response.status === 204 || !isPage) return { status: response.status, document: null, version };
  if (new URL(response.url).pathname !== address.pathname && response.redirected) {
    return { status: 401, document: null, version }; // sent to the sign-in page
  }
  const text = policy.createHTML(await response.text());
  return { status: response.status, document: new DOMParser().parseFromString(text, "text/html"), version };
}
