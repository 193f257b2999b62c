/** What files expect and none of them makes: roles, a provider's schemas, extensions. Declared, or guessed and said. */
import { platformSchemas } from '../../catalog/platform.ts';
import type { ReplayFailure } from '../../model/index.ts';
import { identifier } from '../../sql/quote.ts';
import type { Names } from './names.ts';

/** One thing that is made before the first migration. */
export interface Surrounding {
  /** Two with one name are the same. */
  name: string;
  /** Made before its texts, where they are not there: those of a server belong to all of its databases. */
  roles?: readonly string[];
  texts: string[];
  /** One sentence; absent: the config says so. */
  says?: string;
  extensions?: string[];
}

export interface Declared {
  roles?: string | readonly string[];
  sql?: string;
  extensions?: string | readonly string[];
}

const many = (value: string | readonly string[] | undefined): string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : [...value];

export function declared({ roles, sql, extensions }: Declared): Surrounding[] {
  return [
    ...many(roles).map((role): Surrounding => ({ name: `role ${role}`, roles: [role], texts: [] })),
    ...many(extensions).map(
      (name): Surrounding => ({ name: `extension ${name}`, texts: [extension_(name)], extensions: [name] }),
    ),
    ...(sql === undefined ? [] : [{ name: 'sql', texts: [sql] }]),
  ];
}

export const extensionsDeclared = ({ extensions }: Declared): string[] => many(extensions);

const extension_ = (name: string): string => `create extension if not exists ${identifier(name)} cascade`;

const OPERATOR_CLASSES: Readonly<Record<string, string>> = { gin_trgm_ops: 'pg_trgm', gist_trgm_ops: 'pg_trgm' };
const VECTORS = ['vector', 'halfvec', 'sparsevec'];
const OF_VECTORS = ['l2', 'ip', 'cosine', 'l1'].flatMap((by) => VECTORS.map((type) => `${type}_${by}_ops`));
const TYPES: Readonly<Record<string, string>> = {
  citext: 'citext',
  hstore: 'hstore',
  ltree: 'ltree',
  cube: 'cube',
  seg: 'seg',
  vector: 'vector',
  halfvec: 'vector',
  sparsevec: 'vector',
  geometry: 'postgis',
  geography: 'postgis',
};
const FUNCTIONS: Readonly<Record<string, string>> = {
  uuid_generate_v1: 'uuid-ossp',
  uuid_generate_v4: 'uuid-ossp',
  uuid_generate_v5: 'uuid-ossp',
  crypt: 'pgcrypto',
  gen_salt: 'pgcrypto',
  digest: 'pgcrypto',
  hmac: 'pgcrypto',
  gen_random_bytes: 'pgcrypto',
  similarity: 'pg_trgm',
  word_similarity: 'pg_trgm',
  unaccent: 'unaccent',
  earth_distance: 'earthdistance',
  levenshtein: 'fuzzystrmatch',
  soundex: 'fuzzystrmatch',
};

const UNDEFINED_OBJECT = '42704';
const UNDEFINED_FUNCTION = '42883';
const UNDEFINED_TABLE = '42P01';
const UNDEFINED_SCHEMA = '3F000';

/** What would let the statement pass, as far as its own names tell. `folder`: what all files name and make. */
export function guessed(failure: ReplayFailure, statement: Names, folder: Names): Surrounding[] {
  const out: Surrounding[] = [];
  const { sqlstate } = failure;
  if (sqlstate === UNDEFINED_OBJECT || sqlstate === UNDEFINED_FUNCTION) {
    const wanted = new Set([
      ...[...statement.operatorClasses].flatMap((c) => (OF_VECTORS.includes(c) ? ['vector'] : (OPERATOR_CLASSES[c] ?? []))),
      ...[...statement.types].flatMap((t) => TYPES[t] ?? []),
      ...(sqlstate === UNDEFINED_FUNCTION ? [...statement.functions].flatMap((f) => FUNCTIONS[f] ?? []) : []),
    ]);
    for (const name of wanted)
      out.push({
        name: `extension ${name}`,
        texts: [extension_(name)],
        extensions: [name],
        says: `the extension ${name}, which ${failure.migration} uses and no file creates`,
      });
  }
  if ([UNDEFINED_SCHEMA, UNDEFINED_TABLE, UNDEFINED_FUNCTION, UNDEFINED_OBJECT].includes(sqlstate ?? '')) {
    const provider = PROVIDERS.find((p) => p.meant(statement) && !p.schemas.some((s) => folder.made.schemas.has(s)));
    if (provider)
      out.push({
        ...broughtBy(provider),
        says: `${brings(provider)}, which ${failure.migration} names and no file creates`,
      });
  }
  if (sqlstate === UNDEFINED_OBJECT) {
    const roles = [...folder.roles].filter((r) => !folder.made.roles.has(r));
    // All of them at once: each guess replays the folder from its beginning.
    if ([...statement.roles].some((r) => roles.includes(r)))
      for (const role of roles)
        out.push({
          name: `role ${role}`,
          roles: [role],
          texts: [],
          says: `the role ${role}, which the files name and none creates`,
        });
  }
  return out;
}

const NEON_FUNCTIONS = ['auth.user_id', 'auth.session'];

interface Provider {
  name: string;
  schemas: readonly string[];
  roles: readonly string[];
  /** Without it no database is one of theirs. */
  sign: string;
  meant(names: Names): boolean;
  sql: string;
}

const brings = ({ name, schemas }: Provider): string => `what ${name} brings along (${schemas.join(', ')})`;
const broughtBy = ({ name, roles, sql }: Provider): Surrounding => ({ name, roles, texts: [sql] });

/** What the providers bring along in whose place a database is. `made`: schemas that are made before, so that only their roles are lacking. */
export function broughtAlong(
  place: { roles: ReadonlySet<string>; schemas: ReadonlySet<string> },
  made: ReadonlySet<string>,
): Surrounding[] {
  const provided = platformSchemas(place.roles);
  const theirs = (p: Provider): boolean =>
    place.roles.has(p.sign) && p.schemas.every((s) => provided.has(s)) && p.schemas.some((s) => place.schemas.has(s));
  return PROVIDERS.filter(theirs).map((p) =>
    p.schemas.some((s) => made.has(s))
      ? { name: p.name, roles: p.roles, texts: [] }
      : { ...broughtBy(p), says: `${brings(p)}, because the database is one of theirs` },
  );
}

const PROVIDERS: readonly Provider[] = [
  {
    name: 'Neon',
    schemas: ['auth'],
    roles: ['neon_superuser', 'authenticated', 'anonymous'],
    sign: 'neon_superuser',
    meant: (names) => NEON_FUNCTIONS.some((f) => names.functions.has(f)),
    sql: `create schema auth;
create function auth.session() returns jsonb language sql stable as $$ select coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb $$;
create function auth.user_id() returns text language sql stable as $$ select auth.session() ->> 'sub' $$`,
  },
  {
    name: 'Neon Auth',
    schemas: ['neon_auth'],
    roles: ['neon_superuser'],
    sign: 'neon_superuser',
    meant: (names) => names.schemas.has('neon_auth'),
    sql: `create schema neon_auth;
create table neon_auth.users_sync (raw_json jsonb not null, id text generated always as (raw_json ->> 'id') stored primary key,
  name text generated always as (raw_json ->> 'display_name') stored, email text generated always as (raw_json ->> 'primary_email') stored,
  created_at timestamptz, updated_at timestamptz, deleted_at timestamptz)`,
  },
  {
    name: 'Supabase',
    schemas: ['auth', 'storage', 'realtime', 'extensions'],
    meant: (names) =>
      ['auth', 'storage', 'realtime', 'extensions'].some((s) => names.schemas.has(s)) ||
      names.publications.has('supabase_realtime'),
    roles: [
      'supabase_admin',
      'anon',
      'authenticated',
      'service_role',
      'authenticator',
      'supabase_auth_admin',
      'supabase_storage_admin',
      'dashboard_user',
    ],
    sign: 'supabase_admin',
    sql: `create schema auth; create schema storage; create schema realtime; create schema extensions;
grant usage on schema auth, storage, realtime, extensions to anon, authenticated, service_role;
create function auth.jwt() returns jsonb language sql stable as $$ select coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb $$;
create function auth.uid() returns uuid language sql stable as $$ select (auth.jwt() ->> 'sub')::uuid $$;
create function auth.role() returns text language sql stable as $$ select auth.jwt() ->> 'role' $$;
create function auth.email() returns text language sql stable as $$ select auth.jwt() ->> 'email' $$;
create table auth.users (instance_id uuid, id uuid primary key, aud varchar(255), role varchar(255), email varchar(255), encrypted_password varchar(255),
  email_confirmed_at timestamptz, invited_at timestamptz, last_sign_in_at timestamptz, raw_app_meta_data jsonb, raw_user_meta_data jsonb,
  is_super_admin boolean, created_at timestamptz, updated_at timestamptz, phone text unique, phone_confirmed_at timestamptz, confirmed_at timestamptz,
  banned_until timestamptz, is_sso_user boolean not null default false, deleted_at timestamptz, is_anonymous boolean not null default false);
create table auth.identities (id uuid primary key default gen_random_uuid(), provider_id text not null, user_id uuid not null references auth.users on delete cascade,
  identity_data jsonb not null, provider text not null, last_sign_in_at timestamptz, created_at timestamptz, updated_at timestamptz, email text);
create table auth.sessions (id uuid primary key, user_id uuid not null references auth.users on delete cascade, created_at timestamptz, updated_at timestamptz);
create table storage.buckets (id text primary key, name text not null, owner uuid, created_at timestamptz default now(), updated_at timestamptz default now(),
  public boolean default false, avif_autodetection boolean default false, file_size_limit bigint, allowed_mime_types text[], owner_id text);
create table storage.objects (id uuid primary key default gen_random_uuid(), bucket_id text references storage.buckets, name text, owner uuid,
  created_at timestamptz default now(), updated_at timestamptz default now(), last_accessed_at timestamptz default now(), metadata jsonb,
  path_tokens text[] generated always as (string_to_array(name, '/')) stored, version text, owner_id text, user_metadata jsonb);
alter table storage.objects enable row level security; alter table storage.buckets enable row level security;
create function storage.foldername(name text) returns text[] language sql as $$ select (string_to_array(name, '/'))[1 : greatest(array_length(string_to_array(name, '/'), 1) - 1, 0)] $$;
create function storage.filename(name text) returns text language sql as $$ select reverse(split_part(reverse(name), '/', 1)) $$;
create function storage.extension(name text) returns text language sql as $$ select reverse(split_part(reverse(storage.filename(name)), '.', 1)) $$;
create table realtime.messages (topic text not null, extension text not null, payload jsonb, event text, private boolean default false,
  updated_at timestamp not null default now(), inserted_at timestamp not null default now(), id uuid not null default gen_random_uuid(), primary key (id, inserted_at));
alter table realtime.messages enable row level security;
create function realtime.topic() returns text language sql stable as $$ select nullif(current_setting('realtime.topic', true), '') $$;
create publication supabase_realtime`,
  },
];
