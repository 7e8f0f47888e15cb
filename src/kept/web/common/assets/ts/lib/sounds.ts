// How Chinese words sound, for whoever types letters: 指派 is zp and zhipai. The server knows.
import { one } from "./dom";

const CHINESE = /[\u3400-\u9fff]/;
const MOST = 100; // in one question

const known = new Map<string, string[]>();

/** Ask how words sound that are not known yet. */
export async function learn(words: string[]): Promise<void> {
  const url = one("[data-sounds]")?.dataset.sounds;
  const open = [...new Set(words)].filter((word) => CHINESE.test(word) && !known.has(word));
  for (let from = 0; url && from < open.length; from += MOST) {
    const asked = new URLSearchParams(open.slice(from, from + MOST).map((word) => ["of", word]));
    try {
      const answer = await fetch(`${url}?${asked.toString()}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const told = ((await answer.json()) as { sounds: Record<string, string[]> }).sounds;
      for (const [word, sounds] of Object.entries(told)) known.set(word, sounds);
    } catch {
      return; // no network: words are found as they are written
    }
  }
}

/** Say whether a word begins with these letters as it sounds. */
export function soundsLike(word: string, letters: string): boolean {
  return known.get(word)?.some((sound) => sound.startsWith(letters)) ?? false;
}
