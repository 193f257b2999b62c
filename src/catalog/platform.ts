/** Schemas that a provider puts into every database it hosts: what is in them is the place's, not the project's. */

export const PROVIDED: ReadonlySet<string> = new Set([
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

/** What only a provider makes. */
export const PROVIDERS: readonly string[] = ['supabase_admin', 'neon_superuser', 'cloud_admin'];

/** `auth` is a name that projects use too; it is a provider's only where its own role is there. */
export const platformSchemas = (roles: ReadonlySet<string>): ReadonlySet<string> =>
  PROVIDERS.some((role) => roles.has(role)) ? PROVIDED : new Set();
