/** Databases in this process: one instance an environment, emptied between cases. */
import type { PGlite } from '@electric-sql/pglite';
import { keepInMemory } from '../../src/drivers/pglite-memory.ts';
import { startPglite, stopPglite } from '../../src/drivers/pglite-start.ts';
import type { Database, Engine } from './engine.ts';

const EMPTY = `do $$ declare one text; begin
  for one in select nspname from pg_namespace where nspname not in ('pg_catalog', 'information_schema', 'pg_toast') loop
    execute format('drop schema %I cascade', one);
  end loop;
  for one in select rolname from pg_roles where rolname not like 'pg\\_%' and rolname <> 'postgres' loop
    execute format('drop owned by %I', one); execute format('drop role %I', one);
  end loop;
end $$;
create schema public; grant all on schema public to public; reset all`;

export interface Kept {
  instance: PGlite;
  stop(): Promise<void>;
}

/** The same instance without anything in it, or a new one. */
export async function emptied(had: Kept | undefined): Promise<Kept> {
  if (!had) {
    const instance = await startPglite(undefined);
    return { instance, stop: () => stopPglite(instance) };
  }
  await had.instance.exec('rollback');
  await had.instance.exec(EMPTY);
  return had;
}

export function pgliteEngine(): Engine {
  const kept: { one: Kept; forget: () => void }[] = [];
  const empty = async (place: number): Promise<{ instance: PGlite; name: string }> => {
    const name = `case-${place}`;
    const one = await emptied(kept[place]?.one);
    kept[place] ??= { one, forget: keepInMemory(name, one.instance) };
    return { instance: one.instance, name };
  };
  return {
    name: 'pglite',
    major: null,
    async make(_key, texts) {
      const out = new Map<string, Database>();
      for (const [environment, text] of texts) {
        const { instance, name } = await empty(out.size);
        await instance.exec(text);
        await instance.exec('reset all');
        out.set(environment, databaseOf(instance, name));
      }
      return out;
    },
    async close() {
      for (const { one, forget } of kept) {
        forget();
        await one.stop();
      }
    },
  };
}

const databaseOf = (instance: PGlite, name: string): Database => ({
  url: `memory://${name}`,
  query: async (sql) => (await instance.query<Record<string, string | null>>(sql)).rows,
  exec: async (sql) => {
    await instance.exec(sql);
  },
});
