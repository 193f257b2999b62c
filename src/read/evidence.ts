/** Reads what a command names, and nothing else; the same thing never twice. */

import { intendedOf } from '../compare/folder/intended.ts';
import { standingOf } from '../compare/history/standing.ts';
import type { Evidence, EvidenceKey, GitText, Migration, Read, Readings, SqlFile, Standing } from '../model/index.ts';
import { got } from '../model/index.ts';
import type { DatabaseReading } from './database/database.ts';
import { readDatabases } from './database/databases.ts';
import { editsOf } from './folder/edits.ts';
import { readFolder } from './folder/folder.ts';
import { journalOf, migrationsOf } from './folder/journal.ts';
import { readSnapshots } from './folder/snapshots.ts';
import { readSqlFacts } from './folder/sql-facts.ts';
import { inOwnProcess } from './folder/sql-parser.ts';
import { readGit } from './git/git.ts';
import { readTried } from './kit/project-schema.ts';
import type { Looking } from './looking.ts';
import { readAcknowledged, receiptsIn } from './receipts.ts';
import { majorOf } from './shadow/ground.ts';
import { readSurroundings } from './surroundings.ts';

export interface Looked {
  readings: Readings;
  databases: ReadonlyMap<string, Read<DatabaseReading>>;
}

const OF_DATABASES: readonly EvidenceKey[] = [
  'histories',
  'servers',
  'standings',
  'edits',
  'receipts',
  'started',
  'catalogs',
  'prints',
  'baseline',
  'reconciliation',
  'legacies',
];

export async function look(keys: readonly EvidenceKey[], looking: Looking): Promise<Looked> {
  const { project } = looking.project;
  const wants = (...some: EvidenceKey[]) => some.some((k) => keys.includes(k));
  const out: { [K in EvidenceKey]?: Read<Evidence[K]> } = {
    project,
    environments: looking.project.environments,
    now: got(looking.now()),
  };
  if (!project.ok && wants('states'))
    Object.assign(out, await (await import('./states/schemas.ts')).readSchemas(keys, looking, null));
  if (!project.ok) return { readings: unread(keys, out, project), databases: new Map() };
  const { root, out: path, line } = project.value;
  if (looking.ownProcess) inOwnProcess();

  const databases = wants(...OF_DATABASES) ? readDatabases(looking) : Promise.resolve(new Map<string, Read<DatabaseReading>>());
  const folder = looking.folder ?? (await readFolder(root, path));
  const journal = journalOf(folder);
  const migrations = migrationsOf(folder, journal);
  const intended = migrations.ok ? got(intendedOf(folder, migrations.value)) : migrations;
  Object.assign(out, { folder: got(folder), journal, migrations, intended });
  const [sql, snapshots, surroundings, git, acknowledged] = await Promise.all([
    wants('sql') && !looking.pendingSqlOnly ? readSqlFacts(textsIn(folder)) : undefined,
    wants('snapshots', 'tried') ? readSnapshots(root, folder) : undefined,
    wants('surroundings', 'legacies') ? readSurroundings(root, path) : undefined,
    // The text of a file that is gone is looked for by its path, so every earlier text is wanted.
    wants('git')
      ? readGit(root, path, migrations.ok && migrations.value.some((m) => m.entry && !m.sql.ok) ? 'all' : 'none')
      : undefined,
    wants('acknowledged') ? readAcknowledged(root) : undefined,
  ]);
  if (sql) out.sql = got(sql);
  if (snapshots) out.snapshots = got(snapshots);
  if (snapshots && wants('tried'))
    out.tried = intended.ok
      ? got(
          await readTried(
            project.value,
            folder,
            intended.value.map((i) => i.migration),
            snapshots,
          ),
        )
      : intended;
  if (surroundings) out.surroundings = got(surroundings);
  if (git) out.git = git;
  if (acknowledged) out.acknowledged = acknowledged;

  const read = await databases;
  const absent = looking.project.environments;
  if (wants('histories', 'servers', 'standings', 'edits') && !absent.ok && read.size === 0) {
    for (const key of ['histories', 'servers', 'standings', 'edits'] as const) out[key] = absent;
  } else {
    out.histories = got(mapped(read, (d) => d.history));
    out.servers = got(mapped(read, (d) => d.server));
    if (wants('standings', 'edits'))
      out.standings =
        intended.ok && migrations.ok
          ? got(
              await standings(
                root,
                path,
                line,
                read,
                migrations.value,
                intended.value.map((i) => i.migration),
              ),
            )
          : (intended as Read<never>);
    if (wants('edits') && out.standings) out.edits = await editsOf(root, path, out.standings);
  }
  if (wants('sql') && looking.pendingSqlOnly) out.sql = got(await readSqlFacts(textsIn(folder, unrecorded(out.standings))));
  if (surroundings && wants('legacies')) {
    const { readLegacies } = await import('./legacy.ts');
    const legacies = await readLegacies({ ...looking, root, out: path, surroundings, databases: read });
    out.legacies = got(legacies);
    if (out.sql?.ok) out.sql = got(new Map([...out.sql.value, ...(await readSqlFacts(textsOfOthers(legacies)))]));
  }
  const like: Looking = { ...looking, major: majorOf(read) };
  const merging =
    looking.merges &&
    (await (await import('./merging.ts')).readMerging(like, looking.merges, { ...out, project: project.value, folder }));
  if (merging) out.merging = got(merging.merging);
  if (wants('catalogs', 'prints', 'states', 'replay', 'audits', 'way', 'baseline', 'schema', 'snapshot')) {
    const [{ readSchemas }, declared] = await Promise.all([
      import('./states/schemas.ts'),
      wants('schema', 'snapshot') ? import('./states/declared.ts') : undefined,
    ]);
    const seen = {
      project: project.value,
      folder,
      databases: read,
      migrations: intended.ok ? got(intended.value.map((i) => i.migration)) : intended,
      standings: out.standings,
      legacies: out.legacies,
      ...merging?.seen,
    };
    const parts = await Promise.all([readSchemas(keys, like, seen), declared?.readDeclared(keys, like, seen)]);
    Object.assign(out, ...parts);
    if (wants('reconciliation'))
      out.reconciliation = await (await import('./way/reconciliation.ts')).readReconciliation(like, seen, out);
  }
  if (wants('receipts', 'started', 'brokenReceipts')) Object.assign(out, await receiptsIn(root, read));
  return { readings: out, databases: read };
}

const textsIn = (
  { files }: { files: readonly Pick<SqlFile, 'path' | 'content'>[] },
  only?: ReadonlySet<string>,
): { path: string; text: string }[] =>
  files.flatMap(({ path, content }) => (content.ok && (only?.has(path) ?? true) ? [{ path, text: content.value.text }] : []));

const textsOfOthers = (legacies: Evidence['legacies']): { path: string; text: string }[] =>
  textsIn({ files: [...legacies.values()].flatMap((l) => (l.ok ? l.value.flatMap((h) => h.files) : [])) });

/** Files of migrations that an environment still has to run; undefined: nobody knows. */
function unrecorded(standings: Readings['standings']): Set<string> | undefined {
  if (!standings?.ok) return undefined;
  const open = [...standings.value.values()].flatMap((s) => (s.ok ? s.value.migrations : [])).filter((m) => m.rows.length === 0);
  return new Set(open.flatMap(({ migration: { file } }) => (file === null ? [] : [file])));
}

const unread = (keys: readonly EvidenceKey[], out: Readings, why: Read<never>): Readings => ({
  ...Object.fromEntries(keys.map((k) => [k, why])),
  ...out,
});

const mapped = <T>(read: ReadonlyMap<string, Read<DatabaseReading>>, take: (d: DatabaseReading) => T): Map<string, Read<T>> =>
  new Map([...read].map(([name, r]) => [name, r.ok ? got(take(r.value)) : r]));

/** Earlier texts are looked up in git only when a row's hash fits no file. */
async function standings(
  root: string,
  out: string,
  line: '0.x' | '1.0',
  read: ReadonlyMap<string, Read<DatabaseReading>>,
  actual: Migration[],
  intended: Migration[],
): Promise<Map<string, Read<Standing>>> {
  const of = (texts: Read<ReadonlyMap<string, GitText>>) =>
    mapped(read, ({ history }) => {
      const base = { environment: history.environment, line, table: history.table, gitTexts: texts, folder: out };
      const standing = standingOf({ ...base, migrations: intended });
      const stock = standingOf({ ...base, migrations: actual });
      return {
        ...standing,
        migrations: standing.migrations.map((m, i) => ({ ...m, stock: stock.migrations[i]?.stock ?? m.stock })),
        stock: stock.stock,
      };
    });
  const first = of(got(new Map()));
  const unknown = new Set([...first.values()].flatMap((s) => (s.ok ? unknownHashes(s.value) : [])));
  if (unknown.size === 0) return first;
  const git = await readGit(root, out, unknown);
  return of(git.ok ? got(git.value.texts) : git);
}

function unknownHashes(standing: Standing): string[] {
  const tied = standing.migrations.flatMap((m) => m.rows.filter((r) => r.faults.includes('hash-unknown')).map((r) => r.row.hash));
  return [...tied, ...standing.orphans.map((r) => r.hash)].flatMap((h) => (h ? [h] : []));
}
