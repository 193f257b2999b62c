/** What a provider puts into every database it hosts: that is the place's, not the project's. */
import { literal } from '../sql/quote.ts';

export interface Provided {
  /** The roles that only it makes; all of them have to be there. */
  roles: readonly string[];
  schemas: readonly string[];
}

const OF_NEON = ['neon', 'neon_auth', 'neon_control_plane', 'neon_migration'];

export const PROVIDED: readonly Provided[] = [
  {
    roles: ['supabase_admin'],
    schemas: [
      '_analytics',
      '_realtime',
      '_supavisor',
      'auth',
      'cron',
      'etl',
      'extensions',
      'graphql',
      'graphql_public',
      'net',
      'pgbouncer',
      'pgmq',
      'pgmq_public',
      'pgsodium',
      'pgsodium_masks',
      'pgtle',
      'realtime',
      'storage',
      'supabase_functions',
      'supabase_migrations',
      'vault',
    ],
  },
  { roles: ['neon_superuser'], schemas: OF_NEON },
  { roles: ['cloud_admin'], schemas: OF_NEON },
  // `auth` is a name that projects use too, also there.
  { roles: ['neon_superuser', 'anonymous'], schemas: ['auth'] },
];

/** In SQL: the name of each of their roles that is there. */
export const SIGNS = `select rolname::text as name from pg_roles where rolname in (${[...new Set(PROVIDED.flatMap((p) => p.roles))].map(literal).join(', ')})`;

/** `roles`: as SIGNS has them, or more. */
export const platformSchemas = (roles: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(PROVIDED.filter((p) => p.roles.every((role) => roles.has(role))).flatMap((p) => p.schemas));

/** Publications that a provider makes, by the schema of what sends them out. */
export const PROVIDED_PUBLICATIONS: ReadonlyMap<string, string> = new Map([
  ['supabase_realtime', 'realtime'],
  ['supabase_realtime_messages_publication', 'realtime'],
]);

/** Roles in whose name only a provider acts, by a schema of the same one. */
export const ACTING: ReadonlyMap<string, string> = new Map([
  ['supabase_admin', 'extensions'],
  ['supabase_auth_admin', 'auth'],
  ['supabase_storage_admin', 'storage'],
  ['supabase_realtime_admin', 'realtime'],
  ['supabase_functions_admin', 'supabase_functions'],
  ['supabase_replication_admin', 'realtime'],
  ['supabase_etl_admin', 'etl'],
  ['pgbouncer', 'pgbouncer'],
  ['cloud_admin', 'neon'],
  ['neon_superuser', 'neon'],
  ['neon_service', 'neon'],
]);

/** What has no schema counts as lying in one of its provider's, so that it is a provider's just where that schema is. In SQL. */
export const placeAmong = (places: ReadonlyMap<string, string>, name: string): string =>
  `case ${name} ${[...places].map(([one, schema]) => `when ${literal(one)} then ${literal(schema)}`).join(' ')} end`;
