/** What did a statement do to the catalog? Only what moved is read again, and what is named after it. */

import { hidden } from '../../catalog/hidden.ts';
import type { Asked, Kind } from '../../catalog/kind.ts';
import { platformSchemas } from '../../catalog/platform.ts';
import { unread } from '../../catalog/unread.ts';
import type { Result } from '../../drivers/session.ts';
import type { CatalogObject, Effect, NotCompared } from '../../model/index.ts';
import { objectsOf } from '../catalog.ts';
import { type Held, hold } from './held.ts';
import { type Reader, readersOf } from './kinds.ts';
import { dependentsOf, EVERY, HAS, keysOf, positions, probeOf, scanOf, THERE } from './probe.ts';
import { BESIDE, RARE, SWEEPING, TRACKED } from './tracked.ts';

type Rows = Result['rows'];
type Send = (text: string) => Promise<Result[]>;

export interface Watch {
  readonly held: Held;
  /** One SELECT, to be sent behind a statement in the same message, and once before the first one of a transaction. */
  readonly probe: string;
  /** The probe's answer before the first statement of a transaction. */
  begun(rows: Rows): void;
  /** The probe's answer behind a statement. `within`: the transaction is still open, so its counts can be trusted. */
  moved(rows: Rows, within: boolean): Promise<Effect[]>;
  /** Everything is read again. */
  all(within: boolean): Promise<Effect[]>;
  /** What nobody reads, or this role may not see: told once, at the end. */
  notCompared(): Promise<NotCompared[]>;
  /** What is prepared was taken away (DISCARD ALL, DEALLOCATE ALL). */
  prepare(): Promise<void>;
}

interface Known {
  relation: string | null;
  name: string | null;
  says: string | null;
}

interface Counts {
  inserted: number;
  updated: number;
  deleted: number;
}

/** Names PostgreSQL's tables that say nothing by which one kind could be told from another. */
const COMMON = new Set(['pg_namespace', 'pg_class', 'pg_depend']);
const tracked = new Map(TRACKED.map((t) => [t.catalog, t]));

export async function startWatch(send: Send, asked: Asked, kinds: readonly Kind[]): Promise<Watch> {
  const readers = readersOf(kinds, asked);
  const prepared = new Set<string>();
  const known = new Map(TRACKED.map((t) => [t.catalog, new Map<string, Known>()]));
  let base = new Map<string, Counts>();
  let floor = 0;
  let sequences = '';
  let places = new Map<string, string | null>();
  let provided: ReadonlySet<string> = new Set();
  const historySchemas = new Set(asked.histories.map((h) => h.schema));

  const prepare = async (): Promise<void> => {
    prepared.clear();
    for (const row of (await send(`set plan_cache_mode = force_generic_plan; ${THERE}`)).at(-1)?.rows ?? [])
      prepared.add(`"${row['name'] ?? ''}"`);
    const missing = EVERY.filter((p) => !prepared.has(p.name));
    if (missing.length > 0) await send(missing.map((p) => p.prepare).join(';\n'));
    for (const p of missing) prepared.add(p.name);
  };
  const has = ((await send(HAS))[0]?.rows ?? []).map((r) => r['name'] ?? '');
  const probe = probeOf(has);
  await prepare();

  /** Reads as the session's own user under an empty search path, and leaves role and settings as they were. */
  const look = async (texts: readonly string[], within: boolean): Promise<Rows[]> => {
    if (texts.length === 0) return [];
    const before = within ? 'savepoint tidemark_look' : 'begin';
    const after = within ? 'rollback to tidemark_look; release tidemark_look' : 'rollback';
    const results = await send(
      `${before}; set local role none; set local search_path = ''; set local quote_all_identifiers = off;\n${texts.join(';\n')};\n${after}`,
    );
    return results.filter((r) => r.tag.startsWith('SELECT')).map((r) => r.rows);
  };

  /** Questions whose answers no setting changes, and which everybody may ask. */
  const ask = async (texts: readonly string[]): Promise<Rows[]> =>
    texts.length === 0 ? [] : (await send(texts.join(';\n'))).map((r) => r.rows);

  const preparing = async (wanted: readonly Reader[], within: boolean): Promise<void> => {
    const missing = wanted.filter((r) => !prepared.has(r.prepared.name));
    if (missing.length === 0) return;
    // Under the search path under which they will run; another one would have them planned anew.
    await look(
      missing.map((r) => r.prepared.prepare),
      within,
    );
    for (const r of missing) prepared.add(r.prepared.name);
  };

  const remember = (catalog: string, rows: Rows): void => {
    const map = known.get(catalog);
    for (const r of rows) {
      map?.set(r['key'] ?? '', { relation: r['relation'] ?? null, name: r['name'] ?? null, says: r['says'] ?? null });
      floor = higher(floor, r['xmin']);
    }
  };

  const ROLES = `select rolname::text as name from pg_roles where rolname in ('supabase_admin', 'neon_superuser', 'cloud_admin')`;

  const sweep = async (within: boolean): Promise<CatalogObject[]> => {
    const catalogs = TRACKED.filter((t) => has.includes(t.catalog));
    const [roles = [], placed = []] = await look([ROLES, positions], within);
    const scans = await ask(catalogs.map((t) => scanOf(t.catalog, FROZEN)));
    places = placesOf(placed);
    provided = platformSchemas(new Set(roles.map((r) => r['name'] ?? '')));
    for (const map of known.values()) map.clear();
    catalogs.forEach((t, i) => {
      remember(t.catalog, scans[i] ?? []);
    });
    const every = [...(known.get('pg_class') ?? [])].filter(([key, k]) => k.relation === key).map(([key]) => key);
    await preparing(readers, within);
    const answers = await look(
      readers.map((r) => r.execute(every)),
      within,
    );
    return [...objectsOf(kinds, answers, provided).values()];
  };

  const held = hold(await sweep(false));

  const all = async (within: boolean): Promise<Effect[]> => held.replace([...held.objects.values()], await sweep(within));

  const relationOf = (catalog: string, key: string, row: Known): string | null => {
    if (catalog === 'pg_description' && row.relation === null) {
      const [, owner] = (row.name ?? '').split(' ');
      const [inside] = (row.name ?? '').split(' ');
      return known.get(inside ?? '')?.get(owner ?? '')?.relation ?? null;
    }
    if (row.relation === null || (catalog === 'pg_class' && row.relation === key)) return row.relation;
    // An index's or a TOAST table's own table.
    const owner = known.get('pg_class')?.get(row.relation);
    // null: it is a composite type.
    return owner ? owner.relation : row.relation;
  };

  const whichAdvanced = async (within: boolean): Promise<string[]> => {
    const now = placesOf((await look([positions], within))[0] ?? []);
    const oids = [...now].filter(([oid, place]) => places.get(oid) !== place).map(([oid]) => oid);
    places = now;
    return oids;
  };

  /** Which relations moved, by which of PostgreSQL's tables; `all` for one that has another name, owner or nature. */
  async function moved(rows: Rows, within: boolean): Promise<Effect[]> {
    const counts = countsOf(rows);
    const touched = within ? difference(base, counts) : ANYTHING;
    base = counts;
    const stand = rows.find((r) => r['what'] === 'sequences')?.['inserted'] ?? '';
    const advanced = stand === sequences ? [] : await whichAdvanced(within);
    sequences = stand;
    if (SWEEPING.some((c) => touched.has(c))) return all(within);
    if (touched.size === 1 && touched.has(BESIDE)) return all(within);
    if (RARE.some((c) => (touched.get(c)?.updated ?? 0) + (touched.get(c)?.deleted ?? 0) > 0)) return all(within);

    const relations = new Map<string, Set<string> | 'all'>();
    const loose = new Set(RARE.filter((c) => touched.has(c)));
    const touch = (relation: string, catalog: string): void => {
      // A publication tells of its tables, and is no part of any.
      if (!ORDINARY.has(catalog)) loose.add(catalog);
      const had = relations.get(relation);
      if (had === 'all') return;
      if (had) had.add(catalog);
      else relations.set(relation, new Set([catalog]));
    };
    const roots: { class: string; oid: string; views: boolean }[] = [];
    const names = new Map<string, string>();
    const note = (relation: string): void => {
      const row = known.get('pg_class')?.get(relation);
      if (row && !names.has(relation)) names.set(relation, nameOf(row));
    };

    const moving = TRACKED.filter((t) => touched.has(t.catalog));
    const wrote = moving.filter((t) => (touched.get(t.catalog)?.inserted ?? 0) + (touched.get(t.catalog)?.updated ?? 0) > 0);
    const deleted = moving.filter((t) => (touched.get(t.catalog)?.deleted ?? 0) > 0);
    const from = floor;
    const answers = await ask([...wrote.map((t) => scanOf(t.catalog, from)), ...deleted.map((t) => keysOf(t.catalog))]);

    // Names as they were, before anything is remembered anew.
    const changes = wrote.flatMap(({ catalog }, i) =>
      (answers[i] ?? []).map((row) => ({ catalog, row, key: row['key'] ?? '', was: known.get(catalog)?.get(row['key'] ?? '') })),
    );
    for (const { catalog, key, was } of changes) if (catalog === 'pg_class' && was) note(key);
    const gone = deleted.flatMap(({ catalog }, i) => {
      const there = new Set((answers[wrote.length + i] ?? []).map((r) => r['key'] ?? ''));
      const map = known.get(catalog) ?? new Map<string, Known>();
      return [...map].filter(([key]) => !there.has(key)).map(([key, was]) => ({ catalog, key, was }));
    });
    for (const { catalog, key, was } of gone) {
      if (catalog === 'pg_class') note(key);
      const relation = relationOf(catalog, key, was);
      if (relation !== null) {
        note(relation);
        if (catalog === 'pg_class' && key === relation) relations.set(relation, 'all');
        else if (catalog !== 'pg_type') touch(relation, catalog);
      } else if (catalog === 'pg_description') loose.add((was.name ?? '').split(' ')[0] ?? '');
      else loose.add(catalog);
      if (tracked.get(catalog)?.object?.class === 'pg_type' && relation === null) loose.add('pg_type');
    }
    for (const { catalog, key } of gone) known.get(catalog)?.delete(key);
    for (const { catalog, row } of changes) remember(catalog, [row]);
    for (const { catalog, row, key, was } of changes) {
      const now = { relation: row['relation'] ?? null, name: row['name'] ?? null, says: row['says'] ?? null };
      const relation = relationOf(catalog, key, now);
      const renamed = was !== undefined && was.name !== now.name;
      if (was?.says && was.says === now.says) continue;
      if (catalog === 'pg_namespace') {
        if (renamed) return all(within);
        loose.add(catalog);
        continue;
      }
      if (catalog === 'pg_description' && relation === null) {
        loose.add((now.name ?? '').split(' ')[0] ?? '');
        continue;
      }
      if (relation === null) loose.add(catalog);
      else {
        note(relation);
        if (catalog === 'pg_class' && key === relation) {
          if (renamed) relations.set(relation, 'all');
          else touch(relation, catalog);
          // The schema of the history table is the project's as soon as something else is in it.
          if (
            was === undefined &&
            [...historySchemas].some((s) => now.name?.startsWith(`${s}.`) || now.name?.startsWith(`"${s}`))
          )
            loose.add('pg_namespace');
        } else if (catalog === 'pg_class') touch(relation, 'pg_index');
        else if (catalog !== 'pg_type' || renamed) touch(relation, catalog);
        if (catalog === 'pg_class' && key !== relation && key !== '') touch(relation, 'pg_class');
      }
      const named = tracked.get(catalog)?.name !== undefined;
      // A new row has nobody who depends on it, but for one that makes an old object another.
      if (row['class'] && row['oid'] && (was !== undefined || catalog === 'pg_attribute' || catalog === 'pg_enum'))
        roots.push({ class: row['class'], oid: row['oid'], views: named && !renamed });
      if (row['class'] === 'pg_type' && relation === null) loose.add('pg_type');
    }

    const onlyViews = roots.every((r) => r.views);
    if (roots.length > 0 && !(onlyViews && known.get('pg_rewrite')?.size === 0)) {
      const [dependents = []] = await ask([
        dependentsOf(
          roots.map((r) => r.class),
          roots.map((r) => r.oid),
        ),
      ]);
      for (const row of dependents) {
        const [catalog, oid] = [row['catalog'] ?? '', row['oid'] ?? ''];
        if (onlyViews && catalog !== 'pg_rewrite') continue;
        const row2 = known.get(catalog)?.get(oid);
        const relation = row2 ? relationOf(catalog, oid, row2) : null;
        if (relation === null) loose.add(catalog);
        else {
          note(relation);
          if (catalog === 'pg_class') relations.set(relation, 'all');
          else touch(relation, catalog);
        }
      }
    }

    return reread(relations, loose, names, advanced, within);
  }

  async function reread(
    relations: ReadonlyMap<string, Set<string> | 'all'>,
    loose: ReadonlySet<string>,
    names: ReadonlyMap<string, string>,
    advanced: readonly string[],
    within: boolean,
  ): Promise<Effect[]> {
    const there = known.get('pg_class') ?? new Map<string, Known>();
    const gone = (oid: string): boolean => !there.has(oid);
    const wanted = readers.flatMap((reader): { reader: Reader; oids: string[]; whole: boolean }[] => {
      const { kind } = reader;
      if (!reader.byRelation) {
        const named = [...loose].some((c) => reader.names.has(c) && c !== '');
        return named ? [{ reader, oids: [], whole: true }] : [];
      }
      const named = [...relations]
        .filter(
          ([, s]) =>
            s === 'all' || [...s].some((c) => reader.names.has(c) && (!COMMON.has(c) || (c === 'pg_class' && !kind.inside))),
        )
        .map(([oid]) => oid);
      const fitting =
        reader.natures === null ? named : named.filter((oid) => gone(oid) || reader.natures?.includes(natureOf(there.get(oid))));
      const oids = reader.positions ? [...new Set([...fitting, ...advanced])] : fitting;
      return oids.length > 0 ? [{ reader, oids, whole: false }] : [];
    });
    const asking = wanted.filter((w) => !w.reader.byRelation || w.oids.some((oid) => there.has(oid)));
    await preparing(
      asking.map((w) => w.reader),
      within,
    );
    const answers = await look(
      asking.map((w) => w.reader.execute(w.oids.filter((oid) => there.has(oid)))),
      within,
    );
    return wanted.flatMap((w) => {
      const { kind } = w.reader;
      const at = asking.indexOf(w);
      const now = objectsOf([kind], [at === -1 ? [] : (answers[at] ?? [])], provided).values();
      const before = w.whole
        ? [...held.ofKind(kind.name)]
        : w.oids.flatMap((oid) => [...held.ofRelation(kind.name, names.get(oid) ?? nameOf(there.get(oid)))]);
      return held.replace(before, now);
    });
  }

  return {
    held,
    probe,
    begun(rows) {
      base = countsOf(rows);
      floor = Number(rows.find((r) => r['what'] === 'next')?.['inserted'] ?? 0);
      sequences = rows.find((r) => r['what'] === 'sequences')?.['inserted'] ?? '';
    },
    moved,
    all,
    prepare,
    async notCompared() {
      const answers = await look([unread(asked, kinds), hidden(asked)], false);
      return answers
        .flat()
        .flatMap((r) =>
          r['what'] ? [{ what: r['what'], count: Number(r['count']), why: r['why'] ?? 'nobody reads this kind' }] : [],
        );
    },
  };
}

/** Every table that is made leaves rows in these. */
const ORDINARY = new Set([
  ...[
    'pg_class',
    'pg_attribute',
    'pg_attrdef',
    'pg_type',
    'pg_constraint',
    'pg_index',
    'pg_sequence',
    'pg_trigger',
    'pg_inherits',
  ],
  ...['pg_description', 'pg_rewrite', 'pg_policy', 'pg_namespace', 'pg_depend'],
]);

/** The last words are the relation's nature, owner, partition and persistence. */
const nameOf = (k: Known | undefined): string => k?.name?.split(' ').slice(0, -4).join(' ') ?? '';

const natureOf = (k: Known | undefined): string => k?.name?.split(' ').at(-4) ?? '';

/** Older than any number that a transaction can have now. */
const FROZEN = 2;

/** A statement that makes transactions of its own leaves no counts behind; what such a one can change is among these. */
const ANYTHING: ReadonlyMap<string, Counts> = new Map(TRACKED.map((t) => [t.catalog, { inserted: 1, updated: 1, deleted: 1 }]));

const placesOf = (rows: Rows): Map<string, string | null> => new Map(rows.map((r) => [r['oid'] ?? '', r['position'] ?? null]));

function countsOf(rows: Rows): Map<string, Counts> {
  return new Map(
    rows
      .filter((r) => r['what'] !== 'next' && r['what'] !== 'sequences')
      .map((r) => [
        r['what'] ?? '',
        { inserted: Number(r['inserted']), updated: Number(r['updated']), deleted: Number(r['deleted']) },
      ]),
  );
}

function difference(before: ReadonlyMap<string, Counts>, now: ReadonlyMap<string, Counts>): Map<string, Counts> {
  const out = new Map<string, Counts>();
  for (const [catalog, { inserted, updated, deleted }] of now) {
    const had = before.get(catalog);
    const by = {
      inserted: inserted - (had?.inserted ?? 0),
      updated: updated - (had?.updated ?? 0),
      deleted: deleted - (had?.deleted ?? 0),
    };
    if (by.inserted !== 0 || by.updated !== 0 || by.deleted !== 0) out.set(catalog, by);
  }
  return out;
}

/** The number behind the newest that was seen; transaction numbers go round. */
function higher(floor: number, xmin: string | null | undefined): number {
  const next = (Number(xmin) + 1) % 4_294_967_296;
  return ((next - floor) | 0) > 0 ? next : floor;
}
