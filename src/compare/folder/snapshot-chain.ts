/** Which snapshot belongs to which migration, and which one does drizzle-kit start from? */
import type { Folder, Layout, Migration, Snapshot, SnapshotHead, SqlFacts } from '../../model/index.ts';

/** The parent of a first snapshot. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

export interface Linked {
  snapshot: Snapshot;
  head: SnapshotHead;
}

export const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** drizzle-kit 0.31 passes over files in meta that begin with `_`. */
export const isHidden = ({ path }: Snapshot): boolean => fileName(path).startsWith('_');

export const linksOf = (snapshots: readonly Snapshot[]): Linked[] =>
  snapshots.flatMap((snapshot) => (snapshot.head.ok && !isHidden(snapshot) ? [{ snapshot, head: snapshot.head.value }] : []));

/** What a snapshot must be called to belong to this migration: the tag up to its first `_`, or the dated folder. */
export const keyOf = (name: string, layout: Layout): string => (layout === 'dated' ? name : (name.split('_')[0] ?? name));

export const snapshotPath = (folder: Folder, name: string): string =>
  folder.layout === 'dated'
    ? `${folder.path}/${name}/snapshot.json`
    : `${folder.path}/meta/${keyOf(name, 'journal')}_snapshot.json`;

/** The one that `generate` of 0.31 takes as the state before: the last by code units. */
export const newestOf = (snapshots: readonly Snapshot[]): Snapshot | undefined => snapshots.filter((s) => !isHidden(s)).at(-1);

export interface Covered {
  migration: Migration;
  snapshot: Snapshot | null;
}

export function coverageOf(folder: Folder, migrations: readonly Migration[], snapshots: readonly Snapshot[]): Covered[] {
  const byKey = new Map(snapshots.filter((s) => !isHidden(s)).map((s) => [s.key, s]));
  return migrations.map((migration) => ({ migration, snapshot: byKey.get(keyOf(migration.name, folder.layout)) ?? null }));
}

/** The migrations behind the last one that has a snapshot. */
export const tailOf = (covered: readonly Covered[]): Migration[] =>
  covered.slice(covered.findLastIndex((c) => c.snapshot !== null) + 1).map((c) => c.migration);

/** Snapshots that name the same parent, two or more each; only those that 0.31 compares, in its order. */
export function collisionsOf(snapshots: readonly Snapshot[]): { parent: string; members: Linked[] }[] {
  const byParent = new Map<string, Linked[]>();
  for (const link of linksOf(snapshots)) {
    const [parent] = link.head.prevIds;
    if (parent === undefined || link.head.id === null || link.head.version !== '7') continue;
    byParent.set(parent, [...(byParent.get(parent) ?? []), link]);
  }
  return [...byParent].flatMap(([parent, members]) => (members.length > 1 ? [{ parent, members }] : []));
}

/** What a schema.ts can describe; a migration of other statements changes nothing that `generate` looks at. */
const DESCRIBED = new Set([
  ...[
    'CreateStmt',
    'AlterTableStmt',
    'DropStmt',
    'RenameStmt',
    'IndexStmt',
    'CreateEnumStmt',
    'AlterEnumStmt',
    'CreateSchemaStmt',
  ],
  ...[
    'ViewStmt',
    'CreateTableAsStmt',
    'CreateSeqStmt',
    'AlterSeqStmt',
    'CreatePolicyStmt',
    'AlterPolicyStmt',
    'AlterObjectSchemaStmt',
  ],
]);

/** Also true where nobody could read the SQL. */
export function changesSchema({ file, sql }: Migration, facts: ReadonlyMap<string, SqlFacts> | null): boolean {
  const read = file === null ? undefined : facts?.get(file);
  if (!sql.ok || !read?.parses) return true;
  return read.statements.some((s) => DESCRIBED.has(s.node));
}
