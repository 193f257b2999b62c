/** How we tell whether two things are the same: SHA-256 of bytes, and of JSON whose keys are sorted. */
import { createHash } from 'node:crypto';

/** Lower-case hex. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** A text of this length goes into a fingerprint as its own hash: a data file of 50 MB must not be copied for it. */
const LONG = 65_536;

/** JSON with sorted keys and without undefined: equal values give equal text. */
export function canonical(value: unknown): string {
  if (typeof value === 'string' && value.length > LONG) return `"sha256:${sha256(value)}"`;
  if (Array.isArray(value)) return `[${value.map((v) => canonical(v ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const pairs = Object.entries(value).filter(([, v]) => v !== undefined);
    pairs.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${pairs.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

export const fingerprint = (value: unknown): string => sha256(canonical(value));
