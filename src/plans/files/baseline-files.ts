/** The files of a baseline in either layout, and where those of the older history go. */
import { Problem } from '../../base/problem.ts';
import { digitsAt } from '../../compare/folder/dated-name.ts';
import type { Change, Folder, Journal, Line, Migration, Project, WayStatement } from '../../model/index.ts';
import { BREAKPOINT } from '../../sql/breakpoints.ts';

export interface Planned {
  /** What Drizzle records. */
  migration: { name: string; file: string; text: string; when: number };
  snapshot: string;
}

/** As drizzle-kit writes a file. Throws a Problem where a text holds Drizzle's own mark, at which it would be cut. */
export function baselineText(statements: readonly WayStatement[], breakpoints: boolean): string {
  const cut = statements.find((s) => s.sql.includes(BREAKPOINT));
  if (cut)
    throw new Problem('mark-in-text', `A statement of the baseline holds "${BREAKPOINT}".`, {
      why: `Drizzle cuts a file there, wherever it stands: ${cut.sql.slice(0, 120)}`,
      fix: 'Change that comment, default or function in the database, then run the same command again.',
    });
  return statements.map((s) => s.sql).join(breakpoints ? `${BREAKPOINT}\n` : '\n');
}

const DAY = 86_400_000;

/** Newer than everything older, and the same whenever the plan is made: where there is nothing older, the day's beginning. */
export function baselineTime(
  line: Line,
  migrations: readonly Migration[],
  recorded: readonly (string | null)[],
  now: number,
): number {
  const older = [...migrations.map((m) => m.when), ...recorded.map((r) => (r === null ? null : Number(r)))].filter(
    (n): n is number => n !== null && Number.isFinite(n) && n < now + DAY,
  );
  if (older.length === 0) return now - (now % DAY);
  const newest = Math.max(...older);
  return line === '1.0' ? newest - (newest % 1000) + 1000 : newest + 1;
}

/** The name that drizzle-kit would give it, with its number behind those of the journal. */
export function baselineName(project: Project, journal: Journal | null, word: string, when: number): string {
  if (project.layout === 'dated') return `${digitsAt(when)}_${word}`;
  if (project.prefix === 'timestamp' || project.prefix === 'supabase') return `${digitsAt(when)}_${word}`;
  if (project.prefix === 'unix') return `${Math.floor(when / 1000)}_${word}`;
  if (project.prefix === 'none') return word;
  return `${String(nextIndex(journal)).padStart(4, '0')}_${word}`;
}

function nextIndex(journal: Journal | null): number {
  const numbers = (journal?.entries ?? []).map((e) => e.fields.get('idx')?.value).filter((n) => typeof n === 'number');
  return numbers.length === 0 ? 0 : Math.max(...numbers) + 1;
}

/** `away`: where the older files are moved; null: there are none. */
export function baselineFiles(project: Project, folder: Folder, planned: Planned, away: string | null): Change[] {
  const { name, file, text, when } = planned.migration;
  const changes = away === null ? [] : archived(folder, away);
  const create = (path: string, content: string, says: string): Change => ({ kind: 'create', path, content, says });
  changes.push(create(file, text, `${name} creates all that exists.`));
  if (project.layout === 'dated') {
    changes.push(create(`${folder.path}/${name}/snapshot.json`, planned.snapshot, 'What schema.ts says, as Drizzle keeps it.'));
    return changes;
  }
  const prefix = project.prefix === 'index' || project.prefix === null ? '0000' : name.split('_')[0];
  const entry = { idx: 0, version: '7', when, tag: name, breakpoints: project.breakpoints };
  const root = { version: '7', dialect: 'postgresql', entries: [entry] };
  changes.push(
    create(`${folder.path}/meta/${prefix}_snapshot.json`, planned.snapshot, 'What schema.ts says, as Drizzle keeps it.'),
    create(`${folder.path}/meta/_journal.json`, JSON.stringify(root, null, 2), `The journal names ${name} alone.`),
  );
  return changes;
}

/** The journal is copied, since the new one takes its place; all else moves. */
function archived(folder: Folder, away: string): Change[] {
  const to = (path: string): string => `${away}${path.slice(folder.path.length)}`;
  const { journal } = folder;
  const paths = [...folder.files.map((f) => f.path), ...folder.others].filter((path) => !isArchive(folder, path));
  return [
    ...paths.map((path): Change => ({ kind: 'move', path, to: to(path), says: `Move it out of Drizzle’s way, to ${away}/.` })),
    ...(journal
      ? [
          {
            kind: 'create',
            path: to(journal.path),
            content: journal.text,
            mode: journal.mode,
            says: 'The journal as it was.',
          } as const,
        ]
      : []),
  ];
}

const isArchive = (folder: Folder, path: string): boolean => path.slice(folder.path.length + 1).startsWith('archive-');
