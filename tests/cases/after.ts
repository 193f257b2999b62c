/** The folder after/: what a case's transcript changed, as text. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Case } from './case.ts';
import { databaseDump, filesOf } from './dump.ts';
import { NOW, type Place } from './place.ts';

export interface Before {
  files: Map<string, string>;
  databases: Map<string, string[]>;
}

export async function before(place: Place): Promise<Before> {
  const databases = new Map<string, string[]>();
  for (const [environment, database] of place.databases) databases.set(environment, await databaseDump(database));
  return { files: files(place), databases };
}

const files = (place: Place): Map<string, string> =>
  new Map([...filesOf(place.project)].map(([path, text]) => [path, place.hide(text)]));

/** File name below after/ → text. Bytes that are not UTF-8 are kept as they are. */
export async function changes(was: Before, place: Place): Promise<Map<string, Buffer>> {
  const out = new Map<string, Buffer>();
  const now = files(place);
  const gone = [...was.files.keys()].filter((path) => !now.has(path));
  for (const [path, text] of now) {
    const old = was.files.get(path);
    if (old === text) continue;
    const [mode, bytes] = [text.slice(0, text.indexOf(' ')), text.slice(text.indexOf(' ') + 1)];
    out.set(`files/${path}`, Buffer.from(bytes, 'latin1'));
    if (old !== undefined && !old.startsWith(`${mode} `)) out.set(`files/${path}.mode`, Buffer.from(`${mode}\n`));
  }
  if (gone.length > 0) out.set('removed.txt', Buffer.from(`${gone.join('\n')}\n`));
  for (const [environment, database] of place.databases) {
    const lines = changedLines(was.databases.get(environment) ?? [], await databaseDump(database)).map(clockless);
    out.set(`${environment}.txt`, Buffer.from(lines.length > 0 ? `${lines.join('\n')}\n` : 'nothing changed\n'));
  }
  return out;
}

/** A 1.0 row that is written now has the server's own time in applied_at; given ones lie before the cases' clock. */
const clockless = (line: string): string =>
  line.replace(/"applied_at": "([^"]+)"/, (all, at: string) => (Date.parse(at) > NOW ? '"applied_at": "<now>"' : all));

/** Rows of tables that look like a history are always listed, everything else when it changed. */
function changedLines(was: string[], now: string[]): string[] {
  const [had, has] = [new Set(was), new Set(now)];
  const lines = now.map((line) => (had.has(line) ? `  ${line}` : `+ ${line}`));
  const lost = was.filter((line) => !has.has(line)).map((line) => `- ${line}`);
  return [...lost, ...lines.filter((line) => line.startsWith('+') || (line.startsWith('  row ') && line.includes('"hash":')))];
}

/** What after/ holds now, in the same form. */
export function kept(one: Case): Map<string, Buffer> {
  const folder = join(one.folder, 'after');
  const out = new Map<string, Buffer>();
  const walk = (at: string, name: string): void => {
    if (!existsSync(at)) return;
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = name === '' ? entry.name : `${name}/${entry.name}`;
      if (entry.isDirectory()) walk(join(at, entry.name), path);
      else out.set(path, readFileSync(join(at, entry.name)));
    }
  };
  walk(folder, '');
  return out;
}

export function keep(one: Case, files: ReadonlyMap<string, Buffer>): void {
  const folder = join(one.folder, 'after');
  rmSync(folder, { recursive: true, force: true });
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}

export const asText = (files: ReadonlyMap<string, Buffer>): Record<string, string> =>
  Object.fromEntries([...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, bytes]) => [name, bytes.toString('latin1')]));
