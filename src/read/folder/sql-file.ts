/** What is in a SQL file, as Drizzle decodes and hashes it? */
import { isUtf8 } from 'node:buffer';
import { sha256 } from '../../base/fingerprint.ts';
import type { SqlText } from '../../model/folder.ts';

/** Drizzle reads with `toString()`: UTF-8, the BOM kept, invalid bytes replaced. */
const asUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const BOM = '\uFEFF';

export function sqlText(bytes: Uint8Array): SqlText {
  const text = asUtf8.decode(bytes);
  const encoding = encodingOf(bytes);
  const crlf = text.includes('\r\n');
  const plain = (text.startsWith(BOM) ? text.slice(1) : text).replaceAll('\r\n', '\n');
  const hash = sha256(encoding === 'utf8' || encoding === 'utf8-bom' ? bytes : text);
  const plainHash = plain === text ? hash : sha256(plain);
  // Looked at only for a row that fits nothing else.
  let windows: string | undefined;
  return {
    bytes: bytes.length,
    text,
    hash,
    plainHash,
    get crlfHash() {
      windows ??= crlfHashOf(plain, text, hash, plainHash);
      return windows;
    },
    encoding,
    crlf,
  };
}

function crlfHashOf(plain: string, text: string, hash: string, plainHash: string): string {
  const windows = plain.replaceAll('\n', '\r\n');
  return windows === text ? hash : windows === plain ? plainHash : sha256(windows);
}

/** A byte order mark says it; without one, UTF-16 shows by the zero byte beside every ASCII letter. */
export function encodingOf(bytes: Uint8Array): SqlText['encoding'] {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return isUtf8(bytes) ? 'utf8-bom' : 'invalid';
  if (a === 0xff && b === 0xfe) return 'utf16le';
  if (a === 0xfe && b === 0xff) return 'utf16be';
  const half = zeroHalf(bytes);
  if (half) return half;
  return isUtf8(bytes) ? 'utf8' : 'invalid';
}

function zeroHalf(bytes: Uint8Array): 'utf16le' | 'utf16be' | null {
  const length = Math.min(bytes.length & ~1, 512);
  if (length < 4 || bytes.length % 2 !== 0) return null;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even += 1;
    if (bytes[i + 1] === 0) odd += 1;
  }
  if (even === 0 && odd > length / 4) return 'utf16le';
  if (odd === 0 && even > length / 4) return 'utf16be';
  return null;
}
