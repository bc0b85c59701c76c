import { Refusal } from '../../src/errors.ts';
import type { Texts } from '../texts/en.ts';

/** A name as somebody typed it. Throws a Refusal that says how long one may be. */
export function readName(t: Texts, text: string, charsMax: number): string {
  const name = text.trim();
  if (name.length >= 1 && name.length <= charsMax) return name;
  throw new Refusal('invalid_input', t.nameIsWrong(charsMax));
}
