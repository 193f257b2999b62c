/** What does PostgreSQL make of the folder, statement by statement? Runs it in a shadow. */
import type { Kind } from '../catalog/kind.ts';
import { kinds as every } from '../catalog/kinds.ts';
import type { Migration, Replay, SqlFacts, TableName } from '../model/index.ts';
import { factsOf } from '../sql/facts.ts';
import { readCatalog } from './catalog.ts';
import { runAll } from './replay/run.ts';
import type { Shadow } from './shadow.ts';
import { sqlParser } from './sql-parser.ts';

export interface ReplayOptions {
  history: { table: TableName; line: '0.x' | '1.0' };
  /** Drizzle's history tables that are left out of the catalogs; default: that one. */
  histories?: readonly TableName[];
  /** By path, as far as they are known already. */
  sql?: ReadonlyMap<string, SqlFacts>;
  kinds?: readonly Kind[];
}

export async function replayOf(shadow: Shadow, migrations: readonly Migration[], options: ReplayOptions): Promise<Replay> {
  const { history, histories = [history.table], kinds = every } = options;
  const facts = async (m: Migration): Promise<SqlFacts> =>
    options.sql?.get(m.file ?? '') ?? factsOf(m.sql.ok ? m.sql.value.text : '', await sqlParser());
  const ran = await runAll({ shadow, migrations, facts, kinds, history, histories, before: [] });
  const { engine, versionNumber } = shadow;
  const final = await readCatalog((text) => shadow.send(text), { histories, versionNumber, engine, kinds });
  return {
    engine,
    versionNumber,
    migrations: ran.migrations,
    ...(ran.failure ? { failure: ran.failure } : {}),
    assumed: [],
    empty: { ...final, objects: ran.empty, notCompared: final.notCompared },
    final,
  };
}
