/** How is a hand-made runner of numbered SQL files recognised, and how is its history read? */
import { createHash } from 'node:crypto';
import type { LegacyFile, LegacyRow, Row } from '../model/index.ts';
import { columnsOf, looksLikeHistory } from './hand-made-columns.ts';
import { base, type LegacyTool, parent } from './legacy-tool.ts';
import { type Closeness, compareNumbers, numberOf, type RowMeaning, sameNumber, withoutExtension } from './reading.ts';

const FOLDERS = new Set(['migrations', 'migration', 'migrate']);

export const plainSql: LegacyTool = {
  tool: 'plain SQL',
  tables: [{ name: 'schema_migrations' }],
  place: (path) => (/^\d{1,14}[_.-].+\.sql$/i.test(base(path)) && FOLDERS.has(base(parent(path))) ? parent(path) : null),
  commands: [],
  says: 'a folder of numbered SQL files with a runner of their own',
  writes: {},
  history: {
    fits: ({ name }, columns) => looksLikeHistory(name, columns),
    order: ['id', 'executed_at', 'applied_at', 'run_at', 'version', 'name', 'filename'],
    row: meaning,
    file: (path) => {
      const name = base(path);
      const backward =
        /(?:^|[._-])(?:down|undo|rollback|revert)\.sql$/i.test(name) || /^(?:down|rollback|undo)$/i.test(base(parent(path)));
      if (!/\.sql$/i.test(name) || backward) return null;
      return { folder: parent(path), version: versionIn(name), name: withoutExtension(name) };
    },
    compare: (a, b) => compareNumbers(a.version ?? '', b.version ?? '') || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0),
    closeness,
    checksum: ({ content }) =>
      content.ok
        ? [content.value.hash, content.value.plainHash, ...['md5', 'sha1'].map((way) => hashOf(way, content.value.text))]
        : [],
    checksumGuessed: true,
  },
};

const hashOf = (way: string, text: string): string => createHash(way).update(text).digest('hex');

/** `V022__x.sql` counts by 022 too. */
const versionIn = (name: string): string | null => numberOf(/^v\d/i.test(name) ? name.slice(1) : name);

function meaning(values: Row): RowMeaning {
  const columns = columnsOf(Object.keys(values));
  const at = (column: string | null): string | null => (column === null ? null : (values[column] ?? null));
  const version = at(columns.version);
  const name = at(columns.name);
  const no = refusal(values, columns);
  return {
    version: version ?? (name === null ? null : versionIn(base(name))),
    name,
    at: at(columns.at),
    checksum: at(columns.checksum),
    applied: no === null,
    ...(no !== null && { why: no }),
  };
}

const NO = new Set([
  'f',
  'false',
  'no',
  '0',
  'failed',
  'failure',
  'error',
  'pending',
  'running',
  'started',
  'rolled_back',
  'rolledback',
  'reverted',
  'down',
]);

/** The column that says that it does not count, in words. */
function refusal(values: Row, { success, dirty, undone, direction }: ReturnType<typeof columnsOf>): string | null {
  const said = (column: string | null): string | null => (column === null ? null : (values[column] ?? null));
  const [ok, bad, back, way] = [said(success), said(dirty), said(undone), said(direction)];
  if (ok !== null && NO.has(ok.toLowerCase())) return `its ${success} is ${ok === 'f' ? 'false' : ok}`;
  if (bad !== null && ['t', 'true', '1'].includes(bad.toLowerCase())) return `its ${dirty} is true`;
  if (back !== null && !['f', 'false'].includes(back)) return `its ${undone} is ${back}`;
  return way !== null && NO.has(way.toLowerCase()) ? `its ${direction} is ${way}` : null;
}

/** By whole name, with or without `.sql`; by number with or without zeros, but only where the runner keeps the number alone. */
function closeness(row: LegacyRow, file: LegacyFile): Closeness {
  const { version: column } = columnsOf(Object.keys(row.values));
  const kept = column === null ? null : (row.values[column] ?? null);
  const names = [row.name, kept].flatMap((text) => (text === null ? [] : [plain(text)]));
  const whole = plain(file.name);
  if (names.includes(whole)) return 3;
  const rest = file.version === null ? whole : plain(file.name.slice(file.name.indexOf(file.version) + file.version.length));
  if (kept !== null)
    return sameNumber(versionIn(kept), file.version) && versionIn(kept) === numberIn(kept) ? (names.includes(rest) ? 3 : 2) : 0;
  return file.version !== null && row.version === null && row.name !== null && rest !== '' && plain(row.name) === rest ? 1 : 0;
}

/** The whole text when it is a number, a `v` in front left out. */
const numberIn = (text: string): string => text.replace(/^v/i, '');

/** Without folder and extension, and with one kind of separator. */
const plain = (text: string): string =>
  withoutExtension(text)
    .toLowerCase()
    .replaceAll(/[\s._-]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
