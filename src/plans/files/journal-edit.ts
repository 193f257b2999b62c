/** Text edits of meta/_journal.json that leave every other byte, its indentation and key order as they are. */
import { type JSONPath, modify } from 'jsonc-parser';
import type { JournalFile, TextEdit } from '../../model/index.ts';
import { narrow } from './edit.ts';

const indentOf = (text: string): { insertSpaces: boolean; tabSize: number; eol: string } => {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const line = text.split('\n').find((l) => l.startsWith(' ') || l.startsWith('\t')) ?? '  ';
  if (line.startsWith('\t')) return { insertSpaces: false, tabSize: 1, eol };
  return { insertSpaces: true, tabSize: line.length - line.trimStart().length, eol };
};

function edited(file: JournalFile, path: JSONPath, value: unknown, isArrayInsertion = false): TextEdit[] {
  const edits = modify(file.text, path, value, { formattingOptions: indentOf(file.text), isArrayInsertion });
  return edits.map(({ offset, length, content }) =>
    narrow({ offset, was: file.text.slice(offset, offset + length), now: content }),
  );
}

/** Sets or adds one field of an entry. */
export const setField = (file: JournalFile, position: number, field: string, value: string | number | boolean): TextEdit[] =>
  edited(file, ['entries', position, field], value);

export const removeField = (file: JournalFile, position: number, field: string): TextEdit[] =>
  edited(file, ['entries', position, field], undefined);

export const removeEntry = (file: JournalFile, position: number): TextEdit[] => edited(file, ['entries', position], undefined);

/** A whole entry, before the one that stands at `position` now, or behind the last. */
export const insertEntry = (file: JournalFile, position: number, entry: Record<string, unknown>): TextEdit[] =>
  edited(file, ['entries', position], entry, true);
