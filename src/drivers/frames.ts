/** What a server says, message by message: cuts its stream into protocol messages and decodes those that answer a simple query. */
import type { Fields } from './answer.ts';

/** One message as it came: its letter, and the whole of it (letter, length, body). */
export type Listener = (letter: string, bytes: Buffer) => void;

const HEAD = 5;

/** Takes the stream piece by piece; calls `each` with every message that is complete, in order. */
export function frames(each: Listener): (chunk: Buffer) => void {
  let pieces: Buffer[] = [];
  let held = 0;
  let wanted = HEAD;
  return (chunk) => {
    pieces.push(chunk);
    held += chunk.length;
    // Joined only when a message is complete: one of many megabytes comes in thousands of pieces.
    if (held < wanted) return;
    let all = pieces.length === 1 ? chunk : Buffer.concat(pieces, held);
    wanted = HEAD;
    while (all.length >= HEAD) {
      const end = 1 + all.readUInt32BE(1);
      if (all.length < end) {
        wanted = end;
        break;
      }
      each(String.fromCharCode(all[0] ?? 0), all.subarray(0, end));
      all = all.subarray(end);
    }
    pieces = all.length === 0 ? [] : [all];
    held = all.length;
  };
}

/** RowDescription: the columns' names. */
export function columnsOf(bytes: Buffer): string[] {
  const out: string[] = [];
  let at = HEAD + 2;
  for (let left = bytes.readUInt16BE(HEAD); left > 0; left--) {
    const end = bytes.indexOf(0, at);
    out.push(bytes.toString('utf8', at, end));
    // Table, attribute, type, size, modifier and format follow each name.
    at = end + 1 + 18;
  }
  return out;
}

/** DataRow. */
export function valuesOf(bytes: Buffer): (string | null)[] {
  const out: (string | null)[] = [];
  let at = HEAD + 2;
  for (let left = bytes.readUInt16BE(HEAD); left > 0; left--) {
    const length = bytes.readInt32BE(at);
    at += 4;
    out.push(length === -1 ? null : bytes.toString('utf8', at, at + length));
    if (length > 0) at += length;
  }
  return out;
}

/** CommandComplete: the tag. */
export const tagOf = (bytes: Buffer): string => bytes.toString('utf8', HEAD, bytes.length - 1);

/** ErrorResponse and NoticeResponse: https://www.postgresql.org/docs/current/protocol-error-fields.html */
export function fieldsOf(bytes: Buffer): Fields {
  const said = new Map<string, string>();
  for (let at = HEAD; bytes[at] !== 0; ) {
    const end = bytes.indexOf(0, at + 1);
    said.set(String.fromCharCode(bytes[at] ?? 0), bytes.toString('utf8', at + 1, end));
    at = end + 1;
  }
  return Object.fromEntries(Object.entries(LETTERS).map(([name, letter]) => [name, said.get(letter)]));
}

const LETTERS: Record<keyof Fields, string> = {
  severity: 'S',
  code: 'C',
  message: 'M',
  detail: 'D',
  hint: 'H',
  position: 'P',
  internalPosition: 'p',
  internalQuery: 'q',
  where: 'W',
  schema: 's',
  table: 't',
  column: 'c',
  dataType: 'd',
  constraint: 'n',
  file: 'F',
  line: 'L',
  routine: 'R',
};
