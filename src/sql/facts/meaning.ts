/** What does a statement mean to the parser: its tree without positions, as one hash. */
import { sha256 } from '../../base/fingerprint.ts';

/** CREATE TABLESPACE has a `location` that is a path: only numbers are positions. */
const POSITIONS = new Set([
  'location',
  'name_location',
  'stmt_location',
  'stmt_len',
  'list_start',
  'list_end',
  'rexpr_list_start',
  'rexpr_list_end',
]);

/**
 * The same text as `canonical` of base/fingerprint gives for the tree without positions, but without recursion,
 * because generated SQL nests thousands deep.
 */
export function meaningText(tree: unknown): string {
  const out: string[] = [];
  const rest: unknown[] = [tree];
  const raw: boolean[] = [false];
  while (rest.length > 0) {
    const value = rest.pop();
    if (raw.pop()) {
      out.push(value as string);
    } else if (Array.isArray(value)) {
      out.push('[');
      rest.push(']');
      raw.push(true);
      for (let i = value.length - 1; i >= 0; i -= 1) {
        rest.push(value[i]);
        raw.push(false);
        if (i > 0) {
          rest.push(',');
          raw.push(true);
        }
      }
    } else if (typeof value === 'object' && value !== null) {
      const object = value as { readonly [key: string]: unknown };
      const keys = Object.keys(object).filter((key) => !(typeof object[key] === 'number' && POSITIONS.has(key)));
      if (keys.length > 1) keys.sort();
      out.push('{');
      rest.push('}');
      raw.push(true);
      for (let i = keys.length - 1; i >= 0; i -= 1) {
        rest.push(object[keys[i]!], `${i > 0 ? ',' : ''}"${keys[i]}":`);
        raw.push(false, true);
      }
    } else out.push(JSON.stringify(value) ?? 'null');
  }
  return out.join('');
}

export const meaningHash = (tree: unknown): string => sha256(meaningText(tree));
