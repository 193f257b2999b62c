/** What did a statement do to the catalog? Only what moved is read again, and what is named after it. */

import { hidden } from '../../catalog/hidden.ts';
import type { Asked, Kind } from '../../catalog/kind.ts';
import { platformSchemas, SIGNS } from '../../catalog/platform.ts';
import { unread } from '../../catalog/unread.ts';
import type { Result } from '../../drivers/session.ts';
import type { CatalogObject, Effect, NotCompared } from '../../model/index.ts';
import { objectsOf } from '../database/catalog.ts';
import { askingBy, type Send } from './asking.ts';
import { ANYTHING, type Counts, countsOf, difference, FROZEN, higher, placesOf } from './counts.ts';
import { type Held, hold } from './held.ts';
import { readersOf } from './kinds.ts';
import { type Known, knownOf, nameOf, nothingKnown, relationOf } from './known.ts';
import { dependentsOf, keysOf, positions, probeOf, scanOf } from './probe.ts';
import { reread } from './reread.ts';
import { BESIDE, RARE, SWEEPING, TRACKED } from './tracked.ts';

type Rows = Result['rows'];

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

const tracked = new Map(TRACKED.map((t) => [t.catalog, t]));

export async function startWatch(send: Send, asked: Asked, kinds: readonly Kind[]): Promise<Watch> {
  const readers = readersOf(kinds, asked);
  const known = nothingKnown();
  let base = new Map<string, Counts>();
  let floor = 0;
  let sequences = '';
  let places = new Map<string, string | null>();
  let provided: ReadonlySet<string> = new Set();
  const historySchemas = new Set(asked.histories.map((h) => h.schema));

  const asking = await askingBy(send);
  const { has, look, ask, prepare, preparing } = asking;
  const probe = probeOf(has);

  const remember = (catalog: string, rows: Rows): void => {
    const map = known.get(catalog);
    for (const r of rows) {
      map?.set(r['key'] ?? '', knownOf(r));
      floor = higher(floor, r['xmin']);
    }
  };

  const sweep = async (within: boolean): Promise<CatalogObject[]> => {
    const catalogs = TRACKED.filter((t) => has.includes(t.catalog));
    const [roles = [], placed = []] = await look([SIGNS, positions], within);
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
      const relation = relationOf(known, catalog, key, was);
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
      const now = knownOf(row);
      const relation = relationOf(known, catalog, key, now);
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
        const relation = row2 ? relationOf(known, catalog, oid, row2) : null;
        if (relation === null) loose.add(catalog);
        else {
          note(relation);
          if (catalog === 'pg_class') relations.set(relation, 'all');
          else touch(relation, catalog);
        }
      }
    }

    return reread({ asking, readers, held, known, provided }, { relations, loose, advanced }, names, within);
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
