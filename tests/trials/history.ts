/** A history that is tried: its migrations, as a folder would hold them, and what PostgreSQL makes of them. */

import { kinds } from '../../src/catalog/kinds.ts';
import { factReader } from '../../src/compare/audit/effect-facts.ts';
import { got, type Migration, type Replay } from '../../src/model/index.ts';
import { sqlText } from '../../src/read/folder/sql-file.ts';
import { replayOf } from '../../src/read/replay/replay.ts';
import { openShadow } from '../../src/read/shadow/choose.ts';
import type { Shadow } from '../../src/read/shadow/shadow.ts';

export interface Written {
  name: string;
  text: string;
  /** What the application writes once it has run; refused where it does not fit. */
  rows?: readonly string[];
}

export interface History {
  name: string;
  written: readonly Written[];
  migrations: readonly Migration[];
  replay: Replay;
  /** By migration, statement by statement. */
  texts: readonly (readonly string[])[];
  /** Drizzle's snapshot of a migration: its text. */
  snapshot?: (migration: string) => string | null;
}

export const TABLE = { schema: 'drizzle', name: '__drizzle_migrations' };
export const OPTIONS = { history: { table: TABLE, line: '0.x' as const } };

const migrationsOf = (written: readonly Written[]): Migration[] =>
  written.map(({ name, text }, position) => ({
    name,
    position,
    file: `drizzle/${name}.sql`,
    sql: got(sqlText(Buffer.from(text))),
    when: 1_700_000_000_000 + position,
  }));

/** null: it does not replay, or not as far as two migrations. What comes behind the first that fails is cut off. */
export async function historyOf(
  shadow: Shadow,
  name: string,
  written: readonly Written[],
  snapshot?: History['snapshot'],
): Promise<History | null> {
  await shadow.reset();
  const migrations = migrationsOf(written);
  const replay = await replayOf(shadow, migrations, OPTIONS);
  const count = replay.migrations.length;
  if (count < 2) return null;
  const texts = replay.migrations.map((m, i) => {
    const text = written[i]?.text ?? '';
    return m.statements.map((s) => text.slice(s.offset, s.offset + s.length));
  });
  return {
    name,
    written: written.slice(0, count),
    migrations: migrations.slice(0, count),
    replay,
    texts,
    ...(snapshot ? { snapshot } : {}),
  };
}

export const shadowHere = (root: string): Promise<Shadow> => openShadow({ major: null, extensions: [], root });

/** A reader of facts between two servers. */
export const readerOf = (...majors: number[]): ReturnType<typeof factReader> => factReader(kinds, majors);
