/** What schema.ts and the newest snapshot say, as schemas: both are run on a throw-away database in drizzle-kit's own words. */
import type { Evidence, EvidenceKey, Read } from '../../model/index.ts';
import { readSnapshots } from '../folder/snapshots.ts';
import type { Looking } from '../looking.ts';
import type { Seen } from '../seen.ts';
import { made } from './made-states.ts';

type Declared = { [K in 'schema' | 'snapshot']?: Read<Evidence[K]> };

/** One shadow after the other: each may be a PGlite of several hundred megabytes. */
export async function readDeclared(keys: readonly EvidenceKey[], looking: Looking, seen: Seen): Promise<Declared> {
  const make = made(looking, seen, () => Promise.resolve({ ok: false, why: 'it was not asked for' }));
  const asked = async (name: 'schema' | 'snapshot') => (await make(name)) ?? { ok: false as const, why: 'it was not asked for' };
  const out: Declared = {};
  if (keys.includes('schema')) out.schema = await asked('schema');
  if (keys.includes('snapshot')) {
    const none = (await readSnapshots(seen.project.root, seen.folder)).length === 0;
    out.snapshot = none ? { ok: false, why: 'the folder has no snapshot', absent: true } : await asked('snapshot');
  }
  return out;
}
