/** What did a UTF-16 file say, as far as the text that Drizzle decodes it to still tells? */

/** Drizzle reads the two bytes of the mark as U+FFFD and each ASCII letter as itself beside a NUL. null: it holds more than ASCII, which is lost in that text. */
export function asciiOfUtf16(text: string, encoding: 'utf16le' | 'utf16be'): string | null {
  const body = text.startsWith('\ufffd\ufffd') ? text.slice(2) : text;
  if (body.length % 2 !== 0) return null;
  let out = '';
  for (let i = 0; i < body.length; i += 2) {
    const [letter, nul] =
      encoding === 'utf16le' ? [body.charCodeAt(i), body.charCodeAt(i + 1)] : [body.charCodeAt(i + 1), body.charCodeAt(i)];
    if (nul !== 0 || letter === 0 || letter > 126) return null;
    out += String.fromCharCode(letter);
  }
  return out;
}
