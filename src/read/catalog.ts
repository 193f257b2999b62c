/** What PostgreSQL says exists, in one round trip: one snapshot, every kind, and whether anything moved meanwhile. */
import { Problem } from '../base/problem.ts';
import { hidden } from '../catalog/hidden.ts';
import type { Asked, Kind } from '../catalog/kind.ts';
import { kinds as every } from '../catalog/kinds.ts';
import { stamps } from '../catalog/moved.ts';
import { opening } from '../catalog/opening.ts';
import { platformSchemas } from '../catalog/platform.ts';
import { unread } from '../catalog/unread.ts';
import type { Result } from '../drivers/session.ts';
import type { Catalog, CatalogObject, NotCompared, TableName } from '../model/index.ts';
import { keyOf } from '../model/index.ts';

export interface CatalogOptions {
  /** Drizzle's history tables. */
  histories: readonly TableName[];
  /** 150018 for 15.18. */
  versionNumber: number;
  engine: string;
  kinds?: readonly Kind[];
  /** Milliseconds for one statement; 0: no limit. */
  statementTimeout?: number;
}

const TRIES = 5;

/** Sends with the given function, so that the caller says what a refusal means. */
export async function readCatalog(send: (text: string) => Promise<Result[]>, options: CatalogOptions): Promise<Catalog> {
  const { histories, versionNumber, engine, kinds = every } = options;
  const asked: Asked = { major: Math.floor(versionNumber / 10_000), histories };
  const text = reading(asked, kinds, options.statementTimeout ?? 0);
  for (let tries = 1; ; tries += 1) {
    const [roles, before, census, unseen, ...rest] = (await send(text))
      .filter((r) => r.tag.startsWith('SELECT'))
      .map((r) => r.rows);
    const after = rest.at(-1);
    if (!roles || !before || !census || !unseen || !after)
      throw new Error('the server answered fewer results than were asked for');
    if (tries < TRIES && same(before, after) === false) continue;
    const moved: NotCompared[] = same(before, after)
      ? []
      : [{ what: 'what was changed while it was read', count: 1, why: `the schema changed during each of ${TRIES} readings` }];
    const provided = platformSchemas(new Set(roles.map((r) => r['name'] ?? '')));
    return {
      versionNumber,
      engine,
      spelledBy: asked.major,
      objects: objectsOf(kinds, rest, provided),
      notCompared: [
        ...[...census, ...unseen].map((c) => ({ what: c['what'] ?? '', count: Number(c['count']), why: c['why'] ?? '' })),
        ...moved,
      ],
    };
  }
}

/** The text of one look, for those who send it themselves. */
export function reading(asked: Asked, kinds: readonly Kind[], statementTimeout: number): string {
  return [
    ...opening(statementTimeout),
    `select rolname::text as name from pg_roles where rolname in ('supabase_admin', 'neon_superuser', 'cloud_admin')`,
    stamps(asked),
    unread(asked, kinds),
    hidden(asked),
    ...kinds.map((k) => k.query(asked)),
    'commit',
    ...opening(statementTimeout),
    stamps(asked),
    'commit',
  ].join(';\n');
}

type Rows = Result['rows'];

const same = (a: Rows, b: Rows): boolean => a.length === b.length && a.every((row, i) => row['stamp'] === b[i]?.['stamp']);

export function objectsOf(
  kinds: readonly Kind[],
  answers: readonly Rows[],
  provided: ReadonlySet<string>,
): Map<string, CatalogObject> {
  const objects = new Map<string, CatalogObject>();
  for (const [i, { name: kind, inside = false }] of kinds.entries()) {
    for (const row of answers[i] ?? []) {
      const { id, name } = row;
      if (id === null || id === undefined || name === null || name === undefined)
        throw new Problem('catalog-unreadable', `An object of kind ${kind} has no name.`, {
          why: 'The server answered a row without one; its catalog may be damaged.',
          fix: 'Report it with the server’s version: select version();',
        });
      const key = keyOf(kind, id);
      objects.set(key, {
        kind,
        id,
        parent: row['parent'] ?? null,
        inside,
        name,
        platform: provided.has(row['schema'] ?? ''),
        facts: row,
      });
    }
  }
  return objects;
}
