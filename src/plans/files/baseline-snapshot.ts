/** Drizzle's snapshot of schema.ts, less what the database lacks: so the next `generate` writes exactly that. */
import { sha256 } from '../../base/fingerprint.ts';
import type { CatalogObject } from '../../model/index.ts';
import { namesIn } from '../../sql/names.ts';

export const NO_PARENT = '00000000-0000-0000-0000-000000000000';

type Json = Record<string, unknown>;

/** `text`: as drizzle-kit wrote it from nothing. Its ids are drawn at random, and a plan has to be the same each time it is made. */
export function baselineSnapshot(text: string, lacking: readonly CatalogObject[]): string {
  const json = JSON.parse(text) as Json;
  const state = isDated(json) ? withoutRows(json, lacking) : withoutKeys(json, lacking);
  const { id: _, prevId: __, prevIds: ___, ...rest } = state;
  const parents = isDated(json) ? { prevIds: [NO_PARENT] } : { prevId: NO_PARENT };
  const drawn = uuidOf(JSON.stringify({ ...parents, ...rest }));
  return JSON.stringify({ ...state, id: drawn, ...parents }, null, 2);
}

const isDated = (json: Json): boolean => 'prevIds' in json;

/** The kinds that Drizzle knows: where 0.x keeps them, and how 1.0 calls them. */
const IN_TABLE: Readonly<Record<string, readonly [keys: readonly string[], rows: readonly string[]]>> = {
  column: [['columns'], ['columns']],
  index: [['indexes'], ['indexes']],
  constraint: [
    ['foreignKeys', 'compositePrimaryKeys', 'uniqueConstraints', 'checkConstraints'],
    ['fks', 'pks', 'uniques', 'checks'],
  ],
  policy: [['policies'], ['policies']],
};

const ALONE: Readonly<Record<string, readonly [keys: readonly string[], rows: readonly string[]]>> = {
  table: [['tables'], ['tables']],
  enum: [['enums'], ['enums']],
  sequence: [['sequences'], ['sequences']],
  view: [['views'], ['views']],
  'materialized-view': [['views'], ['views']],
  schema: [['schemas'], ['schemas']],
};

function withoutKeys(json: Json, lacking: readonly CatalogObject[]): Json {
  const out = structuredClone(json);
  for (const { kind, id, parent, name } of lacking) {
    const own = namesIn(name)[0] ?? '';
    for (const key of ALONE[kind]?.[0] ?? []) remove(out[key], namesIn(id).join('.'));
    const table = (out['tables'] as Record<string, Json> | undefined)?.[namesIn(parent ?? '').join('.')];
    for (const key of IN_TABLE[kind]?.[0] ?? []) remove(table?.[key], own);
  }
  return out;
}

function remove(from: unknown, key: string): void {
  if (typeof from === 'object' && from !== null) delete (from as Json)[key];
}

function withoutRows(json: Json, lacking: readonly CatalogObject[]): Json {
  const gone = new Set(
    lacking.flatMap(({ kind, id, parent, name }) => [
      ...(ALONE[kind]?.[1] ?? []).map((type) => JSON.stringify([type, ...namesIn(id)])),
      ...(IN_TABLE[kind]?.[1] ?? []).map((type) => JSON.stringify([type, ...namesIn(parent ?? ''), namesIn(name)[0]])),
    ]),
  );
  const tables = new Set(lacking.flatMap((o) => (o.kind === 'table' ? [JSON.stringify(namesIn(o.id))] : [])));
  const stays = (row: unknown): boolean => {
    if (typeof row !== 'object' || row === null) return true;
    const { entityType, schema, table, name } = row as Json;
    if (table !== undefined && tables.has(JSON.stringify([schema, table]))) return false;
    const place = [entityType, ...(schema === undefined ? [] : [schema]), ...(table === undefined ? [] : [table]), name];
    return !gone.has(JSON.stringify(place));
  };
  return { ...json, ...('ddl' in json ? { ddl: (json['ddl'] as unknown[]).filter(stays) } : {}) };
}

/** Drawn from a text, so that a plan is the same each time it is made. */
export function uuidOf(text: string): string {
  const hex = sha256(text);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
