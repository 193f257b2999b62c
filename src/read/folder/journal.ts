/** What does meta/_journal.json say, and where in the file does it say so? */

import type { Field, Folder, Journal, JournalEntry, JournalFile, Migration } from '../../model/folder.ts';
import { got, type Read, type Unread } from '../../model/read.ts';
import { readBytes } from '../bytes.ts';
import { asPath } from '../paths.ts';
import { datedStamp } from './dated.ts';
import { firstToken, isRecord, lineCounter, membersAt, parseJson } from './json-places.ts';

/** The journal file at `path`, with what keeps it from being used. */
export function journalFile(absolute: string, path: string): JournalFile {
  const read = readBytes(absolute);
  if (!read.ok) return { path, mode: 0, text: '', state: 'unreadable', why: read.why };
  const text = Buffer.from(read.value.bytes).toString('utf8');
  return judged({ path, mode: read.value.mode, text, state: 'ok' }).file;
}

/** Drizzle reads the journal with JSON.parse and loops over `entries`: what stops either is a state of its own. */
function judged(file: JournalFile): { file: JournalFile; value?: Record<string, unknown>; entries?: unknown[] } {
  if (file.state === 'unreadable') return { file };
  const { path, mode, text } = file;
  const broken = (state: JournalFile['state'], why: string, line?: number) => ({
    file: { path, mode, text, state, why, ...(line === undefined ? {} : { line }) },
  });
  const parsed = parseJson(text);
  if (!parsed.ok) return broken(parsed.conflict ? 'conflict' : 'not-json', parsed.why, parsed.line);
  const { value } = parsed;
  if (!isRecord(value)) return broken('wrong-shape', `it holds ${nameOf(value)}, not an object`, 1);
  if (Array.isArray(value['entries'])) return { file: { path, mode, text, state: 'ok' }, value, entries: value['entries'] };
  if (!Object.hasOwn(value, 'entries')) return broken('wrong-shape', 'it has no `entries`', 1);
  const span = membersAt(text, firstToken(text)).findLast(({ key }) => key === 'entries');
  const line = span === undefined ? 1 : lineCounter(text)(span.offset).line;
  return broken('wrong-shape', `\`entries\` is ${nameOf(value['entries'])}, not an array`, line);
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

const OPEN_BRACE = 123;

const ROOT_OF = {
  conflict: 'journal-conflict-markers',
  'not-json': 'journal-not-json',
  'wrong-shape': 'journal-wrong-shape',
} as const;

const parsed = new WeakMap<JournalFile, Read<Journal>>();

/** The journal with every entry and field in its place; not ok names the rule whose finding is the reason. */
export function parseJournal(given: JournalFile | null): Read<Journal> {
  if (given === null) return { ok: false, why: 'there is no meta/_journal.json', because: 'journal-missing' };
  const known = parsed.get(given) ?? parsedAnew(given);
  parsed.set(given, known);
  return known;
}

function parsedAnew(given: JournalFile): Read<Journal> {
  const { file, value, entries } = judged(given);
  if (file.state === 'unreadable') return { ok: false, why: `${file.path} could not be read: ${file.why ?? 'no reason given'}` };
  if (file.state !== 'ok' || !value || !entries) {
    const because = file.state === 'ok' ? ROOT_OF['wrong-shape'] : ROOT_OF[file.state];
    return { ok: false, why: `${file.path} cannot be used: ${file.why ?? 'no reason given'}`, because };
  }
  return got({ file, dialect: value['dialect'], version: value['version'], entries: entriesOf(file.text, entries) });
}

type Placed = Omit<JournalEntry, 'position' | 'value' | 'fields'> & { fields: Map<string, Omit<Field, 'value'>> };

const NOWHERE: Placed = { offset: 0, length: 0, line: 1, column: 1, fields: new Map() };
const NO_FIELD: Omit<Field, 'value'> = { offset: 0, length: 0, line: 1 };

/** Values are needed at every start, places only where something is wrong with one: so they are found when first asked for. */
function entriesOf(text: string, values: unknown[]): JournalEntry[] {
  let found: Placed[] | undefined;
  const at = (position: number): Placed => {
    found ??= placesOf(text);
    return found[position] ?? NOWHERE;
  };
  return values.map((value, position) => new EntryInText(value, position, at));
}

// Classes, because an object with getters of its own costs a hundred times as much to make, and a journal has thousands of fields.
class EntryInText implements JournalEntry {
  readonly position: number;
  readonly value: unknown;
  readonly #at: (position: number) => Placed;
  #fields: ReadonlyMap<string, Field> | undefined;
  constructor(value: unknown, position: number, at: (position: number) => Placed) {
    this.value = value;
    this.position = position;
    this.#at = at;
  }
  get fields(): ReadonlyMap<string, Field> {
    const { value } = this;
    const places = (): Placed['fields'] => this.#at(this.position).fields;
    this.#fields ??= new Map(
      isRecord(value) ? Object.entries(value).map(([key, own]) => [key, new FieldInText(own, key, places)]) : [],
    );
    return this.#fields;
  }
  get offset(): number {
    return this.#at(this.position).offset;
  }
  get length(): number {
    return this.#at(this.position).length;
  }
  get line(): number {
    return this.#at(this.position).line;
  }
  get column(): number {
    return this.#at(this.position).column;
  }
}

class FieldInText implements Field {
  readonly value: unknown;
  readonly #key: string;
  readonly #places: () => Placed['fields'];
  constructor(value: unknown, key: string, places: () => Placed['fields']) {
    this.value = value;
    this.#key = key;
    this.#places = places;
  }
  get #at(): Omit<Field, 'value'> {
    return this.#places().get(this.#key) ?? NO_FIELD;
  }
  get offset(): number {
    return this.#at.offset;
  }
  get length(): number {
    return this.#at.length;
  }
  get line(): number {
    return this.#at.line;
  }
}

/** A key that is there twice counts as JSON.parse counts it: the last one. */
function placesOf(text: string): Placed[] {
  const list = membersAt(text, firstToken(text)).findLast(({ key }) => key === 'entries');
  const place = lineCounter(text);
  return (list === undefined ? [] : membersAt(text, list.offset)).map(({ offset, length }) => {
    const { line, column } = place(offset);
    const fields: Placed['fields'] = new Map();
    if (text.charCodeAt(offset) === OPEN_BRACE)
      for (const span of membersAt(text, offset))
        if (span.key !== null) fields.set(span.key, { offset: span.offset, length: span.length, line: place(span.offset).line });
    return { offset, length, line, column, fields };
  });
}

/** The folder's journal. A dated folder has none, a folder that is not there has nothing: neither is a failure. */
export function journalOf(folder: Folder): Read<Journal> {
  const unread = unreadFolder(folder);
  if (unread) return unread;
  if (folder.layout === 'dated' && folder.journal === null)
    return { ok: false, why: 'a dated folder has no journal', absent: true };
  return parseJournal(folder.journal);
}

function unreadFolder({ present, path, unreadable }: Folder): Unread | undefined {
  if (!present) return { ok: false, why: `the folder ${path} does not exist`, absent: true };
  const own = unreadable.find((entry) => entry.path === path);
  return own && { ok: false, why: `${path} could not be read: ${own.why}` };
}

/** The migrations in the order in which Drizzle runs them. */
export function migrationsOf(folder: Folder, journal: Read<Journal>): Read<Migration[]> {
  const unread = unreadFolder(folder);
  if (unread) return unread;
  if (folder.layout === 'dated') return got(datedMigrations(folder));
  if (!journal.ok) return journal;
  const files = new Map(folder.files.map((file) => [file.path, file]));
  return got(
    journal.value.entries.map((entry): Migration => {
      const when = entry.fields.get('when')?.value;
      const stamp = typeof when === 'number' && Number.isFinite(when) ? when : null;
      const tag = entry.fields.get('tag')?.value;
      const printed = asStockPrints(tag);
      const usable = printed !== null && printed !== '' && tag !== undefined && tag !== null;
      const path = printed === null ? null : asPath(`${folder.path}/${printed}.sql`);
      const file = path === null ? undefined : files.get(path);
      const named = usable && (typeof tag !== 'object' || file !== undefined);
      const absent = named ? `${path} does not exist (ENOENT)` : `the journal's entry ${entry.position} names no file`;
      return {
        name: usable ? printed : `#${entry.position}`,
        position: entry.position,
        file: file?.path ?? (named ? path : null),
        sql: file?.content ?? { ok: false, why: absent },
        when: stamp,
        entry,
      };
    }),
  );
}

function datedMigrations(folder: Folder): Migration[] {
  // The stock 1.0 migrator sorts by localeCompare, in whatever locale it runs.
  const files = folder.files.toSorted((a, b) => a.name.localeCompare(b.name));
  return files.map(({ name, path, content }, position) => ({ name, position, file: path, sql: content, when: datedStamp(name) }));
}

/**
 * What the stock migrator makes of a tag in `${tag}.sql`; null where that throws or says nothing of use.
 * A nested array or an object of its own with `toString` is more than anybody wrote by mistake.
 */
export function asStockPrints(tag: unknown): string | null {
  if (Array.isArray(tag)) return tag.some((part) => typeof part === 'object' && part !== null) ? null : tag.join(',');
  if (isRecord(tag)) return Object.hasOwn(tag, 'toString') ? null : '[object Object]';
  return String(tag);
}
