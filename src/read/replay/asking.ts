/** How questions are put to the shadow between a migration's statements: by what is prepared, and leaving no trace. */
import type { Result } from '../../drivers/session.ts';
import type { Reader } from './kinds.ts';
import { EVERY, HAS, THERE } from './probe.ts';

type Rows = Result['rows'];
export type Send = (text: string) => Promise<Result[]>;

export interface Asking {
  /** Of PostgreSQL's own tables those that this major has. */
  has: readonly string[];
  /** As the session's own user under an empty search path; `within`: a transaction is open. */
  look(texts: readonly string[], within: boolean): Promise<Rows[]>;
  /** Questions whose answers no setting changes, and which everybody may ask. */
  ask(texts: readonly string[]): Promise<Rows[]>;
  /** Again what is needed each time; what is there already is taken. */
  prepare(): Promise<void>;
  /** What is needed only now and then. */
  preparing(wanted: readonly Reader[], within: boolean): Promise<void>;
}

export async function askingBy(send: Send): Promise<Asking> {
  const prepared = new Set<string>();
  const prepare = async (): Promise<void> => {
    prepared.clear();
    for (const row of (await send(`set plan_cache_mode = force_generic_plan; ${THERE}`)).at(-1)?.rows ?? [])
      prepared.add(`"${row['name'] ?? ''}"`);
    const missing = EVERY.filter((p) => !prepared.has(p.name));
    if (missing.length > 0) await send(missing.map((p) => p.prepare).join(';\n'));
    for (const p of missing) prepared.add(p.name);
  };

  const look = async (texts: readonly string[], within: boolean): Promise<Rows[]> => {
    if (texts.length === 0) return [];
    const before = within ? 'savepoint tidemark_look' : 'begin';
    const after = within ? 'rollback to tidemark_look; release tidemark_look' : 'rollback';
    const results = await send(
      `${before}; set local role none; set local search_path = ''; set local quote_all_identifiers = off;\n${texts.join(';\n')};\n${after}`,
    );
    return results.filter((r) => r.tag.startsWith('SELECT')).map((r) => r.rows);
  };

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

  const has = ((await send(HAS))[0]?.rows ?? []).map((r) => r['name'] ?? '');
  await prepare();
  return { has, look, ask, prepare, preparing };
}
