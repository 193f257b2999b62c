/** How is a text shown that we did not write? Nothing in it may move the cursor, reverse the reading direction or hide. */
import { mask } from '../base/secret.ts';

/**
 * C0, DEL, C1 (U+009B starts an escape sequence too), soft hyphen, zero-width and bidi marks, line separators, BOM,
 * lone surrogates, tag characters. U+200D stays: emoji are joined by it.
 */
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}|[\u{e0000}-\u{e007f}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return SHORT[character] ?? `\\x${code.toString(16).padStart(2, '0')}`;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** One line whatever was in the text: control characters become `\n`, `\x1b`, `\u202e`. */
export const visible = (text: string): string => text.replace(UNSEEN, escaped);

/** No person reads further; a line of 1 MB must not cost seconds. */
const LONGEST = 20_000;
const SHOWN = 16_000;

/** `visible`, with passwords and known secrets masked first: afterwards a cut could leave a half that no mask knows. */
export function foreign(text: string, secrets: readonly string[] = []): string {
  const near = text.length > LONGEST ? text.slice(0, LONGEST) : text;
  const masked = near.includes('://') || secrets.length > 0 ? mask(near, secrets) : near;
  return visible(text.length > LONGEST ? masked.slice(0, SHOWN) : masked);
}
