/** Asks again about what moved, and puts the answers in the place of what was known. */
import type { Effect } from '../../model/index.ts';
import { objectsOf } from '../database/catalog.ts';
import type { Asking } from './asking.ts';
import type { Held } from './held.ts';
import { type Moved, type Reader, wantedOf } from './kinds.ts';
import { type Knowledge, type Known, nameOf } from './known.ts';

interface Rereading {
  asking: Asking;
  readers: readonly Reader[];
  held: Held;
  known: Knowledge;
  /** Schemas that are a provider's. */
  provided: ReadonlySet<string>;
}

/** `names`: of relations as they were before, by oid. */
export async function reread(
  { asking, readers, held, known, provided }: Rereading,
  moved: Moved,
  names: ReadonlyMap<string, string>,
  within: boolean,
): Promise<Effect[]> {
  const there = known.get('pg_class') ?? new Map<string, Known>();
  const wanted = wantedOf(readers, moved, there);
  const asked = wanted.filter((w) => !w.reader.byRelation || w.oids.some((oid) => there.has(oid)));
  await asking.preparing(
    asked.map((w) => w.reader),
    within,
  );
  const answers = await asking.look(
    asked.map((w) => w.reader.execute(w.oids.filter((oid) => there.has(oid)))),
    within,
  );
  return wanted.flatMap((w) => {
    const { kind } = w.reader;
    const at = asked.indexOf(w);
    const now = objectsOf([kind], [at === -1 ? [] : (answers[at] ?? [])], provided).values();
    const before = w.whole
      ? [...held.ofKind(kind.name)]
      : w.oids.flatMap((oid) => [...held.ofRelation(kind.name, names.get(oid) ?? nameOf(there.get(oid)))]);
    return held.replace(before, now);
  });
}
