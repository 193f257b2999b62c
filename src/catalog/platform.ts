/** Schemas that a provider puts into every database it hosts: what is in them is the place's, not the project's. */

const SCHEMAS = new Set([
  // Supabase
  'auth',
  'storage',
  'realtime',
  '_realtime',
  'vault',
  'extensions',
  'graphql',
  'graphql_public',
  'pgbouncer',
  'supabase_functions',
  'supabase_migrations',
  'net',
  'pgsodium',
  'pgsodium_masks',
  '_analytics',
  // Neon
  'neon',
  'neon_auth',
  'neon_control_plane',
]);

/** `auth` is a name that projects use too; it is a provider's only where its own role is there. */
export const platformSchemas = (roles: ReadonlySet<string>): ReadonlySet<string> =>
  roles.has('supabase_admin') || roles.has('neon_superuser') || roles.has('cloud_admin') ? SCHEMAS : new Set();
