/** Does another migration system work beside Drizzle? */
import { rule } from '../model/rule.ts';

const MOST = 5;

/** History tables of other tools by their own names. */
const TABLES: Readonly<Record<string, string>> = {
  _prisma_migrations: 'Prisma',
  knex_migrations: 'Knex',
  knex_migrations_lock: 'Knex',
  pgmigrations: 'node-pg-migrate',
  SequelizeMeta: 'Sequelize',
  schema_migrations: 'a tool that keeps schema_migrations',
  flyway_schema_history: 'Flyway',
  databasechangelog: 'Liquibase',
  kysely_migration: 'Kysely',
  goose_db_version: 'Goose',
  alembic_version: 'Alembic',
  mikro_orm_migrations: 'MikroORM',
  _sqlx_migrations: 'sqlx',
  atlas_schema_revisions: 'Atlas',
};

/** Schemas that a hosting service fills for itself. */
const SERVICES = new Set([
  'auth',
  'storage',
  'realtime',
  'supabase_functions',
  'supabase_migrations',
  '_realtime',
  'pgsodium',
  'vault',
  'extensions',
  'cron',
]);

export default rule({
  group: 'config',
  severity: 'warning',
  title: 'Another migration system stands beside Drizzle',
  harm: 'Two systems change one database, and neither knows what the other did: what one applied, the other repeats or misses.',
  background:
    'Files or tables that stayed behind do no harm by themselves; a script that still runs them does. Which of the two it is, the files alone do not say.',
  needs: ['surroundings'],
  wants: ['servers'],
  *check({ surroundings, servers }) {
    const seen = new Map<string, string[]>();
    const see = (tool: string, sign: string) => seen.set(tool, [...(seen.get(tool) ?? []), sign]);
    for (const { tool, where, says } of surroundings.legacy) see(tool, `${where}: ${says}`);
    for (const [environment, server] of servers.ok ? servers.value : []) {
      if (!server.ok) continue;
      for (const [name] of server.value.relations) {
        const dot = name.indexOf('.');
        const tool = TABLES[name.slice(dot + 1)];
        if (tool === undefined || SERVICES.has(name.slice(0, dot))) continue;
        see(
          [...seen.keys()].find((t) => t.toLowerCase() === tool.toLowerCase()) ?? tool,
          `table ${name}${environment === 'default' ? '' : ` in ${environment}`}`,
        );
      }
    }
    for (const [tool, signs] of seen) {
      yield {
        subject: { object: tool },
        says:
          tool === 'hand-made script'
            ? `${signs.length === 1 ? 'A script' : 'Scripts'} of the project's own ${signs.length === 1 ? 'changes' : 'change'} the database or its history.`
            : `There are signs of ${tool}: ${signs.length === 1 ? 'one' : signs.length}.`,
        evidence: signs.length > MOST ? [...signs.slice(0, MOST), `and ${signs.length - MOST} more`] : signs,
        confidence: 'suspected' as const,
      };
    }
  },
  advice:
    'See which of the two the deploy runs. The other one is only read from then on; npx tidemark acknowledge legacy-system-beside <tool> --reason … when it is meant to stay.',
});
