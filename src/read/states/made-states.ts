/** What the project's own files make, by the names that people type for it. */
import type { Migration, Project, Read, Replay, SchemaState } from '../../model/index.ts';
import { catalogAfter, got } from '../../model/index.ts';
import { sqlText } from '../folder/sql-file.ts';
import type { Looking } from '../looking.ts';
import type { Seen } from '../seen.ts';
import { groundOf } from '../shadow/ground.ts';

type Made = Promise<Read<SchemaState>>;

/** null: no such name. */
export function made(looking: Looking, seen: Seen | null, replay: () => Promise<Read<Replay>>): (name: string) => Made | null {
  return (name) => {
    if (name.startsWith('legacy:')) return seen ? ofLegacy(name, seen, looking) : nowhere();
    const at = name.indexOf('@');
    const [what, which] = at === -1 ? [name, null] : [name.slice(0, at), name.slice(at + 1)];
    if (what === 'migrations') return seen ? ofFolder(name, which, seen, looking, replay) : nowhere();
    if (what === 'schema' && which === null) return seen ? ofSchema(name, seen, looking) : nowhere();
    if (what === 'snapshot') return seen ? ofSnapshot(name, which, seen, looking) : nowhere();
    return null;
  };
}

const nowhere = (): Made => Promise.resolve({ ok: false, why: 'there is no project here' });

async function ofFolder(
  name: string,
  which: string | null,
  seen: Seen,
  looking: Looking,
  replay: () => Promise<Read<Replay>>,
): Made {
  const folder = `${seen.project.out}/`;
  const through = which === null ? null : migrationOf(which, seen.migrations);
  if (through && !through.ok) return which !== null && through.absent ? ofCommit(name, which, seen, looking) : through;
  const read = await replay();
  if (!read.ok) return read;
  const files = seen.migrations.ok ? seen.migrations.value : [];
  if (through === null) return whole(name, folder, read.value, files);
  const { engine, assumed, migrations } = read.value;
  if (!migrations.some((m) => m.migration === through.value)) return whole(name, folder, read.value, files);
  const says = `${folder} up to ${through.value} replayed on ${engine}`;
  return got({
    name,
    says,
    catalog: catalogAfter(read.value, through.value),
    notes: assumed,
    made: files.slice(0, files.findIndex((m) => m.name === through.value) + 1),
  });
}

/** By its name, or by the digits it begins with. */
function migrationOf(which: string, migrations: Read<Migration[]>): Read<string> {
  if (!migrations.ok) return migrations;
  const names = migrations.value.map((m) => m.name);
  const found = names.filter((n) => n === which).concat(names.filter((n) => n !== which && n.startsWith(`${which}_`)));
  const [first] = found;
  if (first === undefined) return { ok: false, why: `no migration is called ${which}, or begins with it`, absent: true };
  return found.length > 1 ? { ok: false, why: `${which} could be ${found.join(' or ')}` } : got(first);
}

async function ofCommit(name: string, ref: string, { project }: Seen, looking: Looking): Made {
  const { migrationsAt } = await import('./folder-at.ts');
  const migrations = await migrationsAt(project.root, project.out, ref);
  if (!migrations.ok) return { ok: false, why: `no migration is called ${ref}, and ${migrations.why}` };
  return replayed(name, `${project.out}/ at ${ref}`, migrations.value, project, looking);
}

async function ofSchema(name: string, { project }: Seen, looking: Looking): Made {
  const { schemaSql } = await import('../kit/drizzle-states.ts');
  const sql = await schemaSql(project);
  return sql.ok ? replayed(name, project.schema.join(', '), statements('schema', sql.value), project, looking) : sql;
}

/** The newest, or the one whose name begins with `which`. */
async function ofSnapshot(name: string, which: string | null, { project, folder }: Seen, looking: Looking): Made {
  const [{ snapshotSql }, { readSnapshots }] = await Promise.all([
    import('../kit/drizzle-states.ts'),
    import('../folder/snapshots.ts'),
  ]);
  const snapshots = await readSnapshots(project.root, folder);
  const found = which === null ? snapshots.at(-1) : snapshots.find((s) => s.key === which || s.key.startsWith(`${which}_`));
  if (!found) return { ok: false, why: which === null ? 'the folder has no snapshot' : `no snapshot is called ${which}` };
  const sql = await snapshotSql(project, found.path);
  return sql.ok ? replayed(name, found.path, statements('snapshot', sql.value), project, looking) : sql;
}

async function ofLegacy(name: string, { project }: Seen, looking: Looking): Made {
  const [{ readLegacyFolder }, { readSurroundings }, { legacyMigrations }] = await Promise.all([
    import('../legacy.ts'),
    import('../surroundings.ts'),
    import('../audit/legacy-migrations.ts'),
  ]);
  const folder = name.slice('legacy:'.length);
  const history = readLegacyFolder(project.root, folder, await readSurroundings(project.root, project.out));
  if (!history.ok) return history;
  const migrations = legacyMigrations(history.value.files).filter((m) => m.sql.ok);
  return replayed(name, `${folder} (${history.value.tool})`, migrations, project, looking);
}

/** drizzle-kit's statements, as one migration of no file. */
function statements(name: string, sql: readonly string[]): Migration[] {
  const text = sql.join('\n--> statement-breakpoint\n');
  return [{ name, position: 0, file: null, sql: got(sqlText(Buffer.from(text))), when: null }];
}

async function replayed(name: string, says: string, migrations: readonly Migration[], project: Project, looking: Looking): Made {
  const { folderReplay } = await import('../replay/folder-replay.ts');
  const read = await folderReplay(groundOf(looking, project), migrations);
  return read.ok ? whole(name, says, read.value, migrations) : read;
}

function whole(
  name: string,
  says: string,
  { failure, engine, assumed, final }: Replay,
  migrations: readonly Migration[],
): Read<SchemaState> {
  if (!failure) return got({ name, says: `${says} replayed on ${engine}`, catalog: final, notes: assumed, made: migrations });
  const place = failure.file ? ` (${failure.file}:${failure.line ?? 1})` : '';
  return { ok: false, why: `${says} does not replay on ${engine}: ${failure.migration}: ${failure.message}${place}` };
}
