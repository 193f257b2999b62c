/** Which other migration tool does a table or a file belong to? The more particular tools come first. */
import { alembic } from './alembic.ts';
import { atlas } from './atlas.ts';
import { dbMigrate } from './db-migrate.ts';
import { dbmate } from './dbmate.ts';
import { django } from './django.ts';
import { flyway } from './flyway.ts';
import { golangMigrate } from './golang-migrate.ts';
import { goose } from './goose.ts';
import { graphileMigrate } from './graphile-migrate.ts';
import { handMade } from './hand-made.ts';
import { hasura } from './hasura.ts';
import { knex } from './knex.ts';
import { kysely } from './kysely.ts';
import type { LegacyTool } from './legacy-tool.ts';
import { liquibase } from './liquibase.ts';
import { mikroOrm } from './mikro-orm.ts';
import { nodePgMigrate } from './node-pg-migrate.ts';
import { plainSql } from './plain-sql.ts';
import { postgrator } from './postgrator.ts';
import { prisma } from './prisma.ts';
import { rails } from './rails.ts';
import { sequelize } from './sequelize.ts';
import { sqitch } from './sqitch.ts';
import { sqlx } from './sqlx.ts';
import { supabase } from './supabase.ts';
import { typeorm } from './typeorm.ts';
import { umzug } from './umzug.ts';

export { isStockRunner } from './hand-made.ts';
export type { LegacyTable, LegacyTool } from './legacy-tool.ts';

export const legacyTools: readonly LegacyTool[] = [
  prisma,
  supabase,
  knex,
  nodePgMigrate,
  typeorm,
  sequelize,
  umzug,
  mikroOrm,
  kysely,
  dbMigrate,
  flyway,
  liquibase,
  golangMigrate,
  dbmate,
  goose,
  hasura,
  postgrator,
  graphileMigrate,
  rails,
  django,
  alembic,
  atlas,
  sqitch,
  sqlx,
  handMade,
  plainSql,
];

/** Supabase's own services keep their histories here on every hosted database. */
const PLATFORM = new Set(['auth', 'realtime', '_realtime', 'storage', 'supabase_functions', '_analytics']);
/** Libraries that bring their tables along, and a history of those. */
const LIBRARIES = new Set(['graphile_worker', 'pgboss']);

/** A history table in it is about the provider's or a library's own tables. */
export const isForeignHistory = (schema: string): boolean => PLATFORM.has(schema) || LIBRARIES.has(schema);

/** The tool that writes its history to this table; of several tools that share a name, the one whose columns fit. */
export function toolOfTable(schema: string, name: string, columns: readonly string[]): LegacyTool | undefined {
  if (isForeignHistory(schema)) return undefined;
  return legacyTools.find(({ tables }) =>
    tables.some(
      (table) =>
        (table.schema ?? schema) === schema &&
        (table.name ?? name) === name &&
        (table.columns ?? []).every((column) => columns.includes(column)),
    ),
  );
}
