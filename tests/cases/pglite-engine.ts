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

export function pgliteEngine(): Engine {
  const kept: { instance: PGlite; forget: () => void; name: string }[] = [];
  const empty = async (place: number): Promise<{ instance: PGlite; name: string }> => {
    const had = kept[place];
    if (had) {
      await had.instance.exec('rollback');
      await had.instance.exec(EMPTY);
      return had;
    }
    const instance = await startPglite(undefined);
    const name = `case-${place}`;
    const made = { instance, name, forget: keepInMemory(name, instance) };
    kept[place] = made;
    return made;
  };
  return {
    name: 'pglite',
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
      for (const { instance, forget } of kept) {
        forget();
        await stopPglite(instance);
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
