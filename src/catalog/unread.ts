/**
 * What is there and nobody reads: counted, so that no answer passes it over in silence.
 *
 * Every table of pg_catalog into which a person can put something is read by a kind, counted here, or belongs to the whole
 * cluster (roles, tablespaces, databases and their comments, parameters), to data (large objects, statistics, replication's
 * progress) or to PostgreSQL's own bookkeeping. tests/catalog/judge.test.ts holds that list against the servers' own.
 */
import type { Asked, Kind } from './kind.ts';
import { withheld } from './options.ts';
import { noMember, ownSchema } from './scope.ts';

interface Uncounted {
  /** The name of the kind that would read it; null where none can. */
  kind: string | null;
  what: string;
  why: string;
  /** One SELECT of one number. */
  count: string;
}

const UNREAD = 'nobody reads this kind';

const inSchema = (catalog: string, namespace: string, more = 'true'): string =>
  `select count(*) from ${catalog} o join pg_namespace n on n.oid = o.${namespace} where ${ownSchema('n.nspname')} and ${more} and ${noMember(catalog, 'o.oid')}`;

/** What initdb makes has an oid below the first that a database gives out. */
const inDatabase = (catalog: string): string =>
  `select count(*) from ${catalog} o where o.oid >= 16384 and ${noMember(catalog, 'o.oid')}`;

const inOwnSchemas = (catalog: string, namespace: string): string =>
  `${inDatabase(catalog)} and o.${namespace} in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`;

const ELSEWHERE = (namespace: string): string => `o.${namespace} <> 'information_schema'::regnamespace`;
const GRANTED = [
  ['pg_class', 'relacl', ELSEWHERE('relnamespace')],
  ['pg_proc', 'proacl', ELSEWHERE('pronamespace')],
  ['pg_type', 'typacl', ELSEWHERE('typnamespace')],
  // Schema public (2200) is read as a schema.
  ['pg_namespace', 'nspacl', `o.oid <> 2200 and o.nspname <> 'information_schema'`],
  ['pg_language', 'lanacl', 'true'],
  ['pg_foreign_data_wrapper', 'fdwacl', 'true'],
  ['pg_foreign_server', 'srvacl', 'true'],
];

// pg_init_privs holds what initdb or the extension gave.
const FOREIGN_GRANTS = `select count(*) from (${GRANTED.map(
  ([catalog, acl, where]) =>
    `select '${catalog}'::regclass as classid, o.oid as objid, o.${acl} as acl from ${catalog} o where o.${acl} is not null and ${where}`,
).join(' union all ')}) g left join pg_init_privs i on i.classoid = g.classid and i.objoid = g.objid and i.objsubid = 0
  where (g.objid < 16384 or exists (select from pg_depend e where e.classid = g.classid and e.objid = g.objid and e.deptype = 'e'))
  and g.acl::text is distinct from i.initprivs::text
  and array(select a::text from unnest(g.acl) a order by 1) is distinct from array(select a::text from unnest(i.initprivs) a order by 1)`;

const CENSUS: readonly Uncounted[] = [
  { kind: 'operator-class', what: 'operator classes', why: UNREAD, count: inSchema('pg_opclass', 'opcnamespace') },
  { kind: 'operator-family', what: 'operator families', why: UNREAD, count: inSchema('pg_opfamily', 'opfnamespace') },
  { kind: 'conversion', what: 'conversions', why: UNREAD, count: inSchema('pg_conversion', 'connamespace') },
  {
    kind: 'base-type',
    what: 'base types',
    why: UNREAD,
    // An array type belongs to its elements' type.
    count: inSchema(
      'pg_type',
      'typnamespace',
      `(o.typtype = 'b' or o.typtype = 'p') and not exists (select from pg_type e where e.typarray = o.oid)`,
    ),
  },
  { kind: 'text-search-parser', what: 'text search parsers', why: UNREAD, count: inSchema('pg_ts_parser', 'prsnamespace') },
  {
    kind: 'text-search-template',
    what: 'text search templates',
    why: UNREAD,
    count: inSchema('pg_ts_template', 'tmplnamespace'),
  },
  { kind: 'access-method', what: 'access methods', why: UNREAD, count: inDatabase('pg_am') },
  { kind: 'language', what: 'procedural languages', why: UNREAD, count: inDatabase('pg_language') },
  { kind: 'transform', what: 'transforms', why: UNREAD, count: inDatabase('pg_transform') },
  {
    kind: 'security-label',
    what: 'security labels',
    why: UNREAD,
    count: `select count(*) from pg_seclabel o where o.objoid >= 16384`,
  },
  {
    kind: null,
    what: 'settings of the database',
    why: 'they belong to the cluster (ALTER DATABASE … SET, ALTER ROLE … IN DATABASE … SET)',
    count: `select count(*) from pg_db_role_setting o where o.setdatabase = (select d.oid from pg_database d where d.datname = current_database())`,
  },
  {
    kind: null,
    what: 'grants on members of extensions and on what PostgreSQL brings along',
    why: 'such objects are not read',
    count: FOREIGN_GRANTS,
  },
  {
    kind: null,
    what: 'objects made in PostgreSQL’s own schemas',
    why: 'these schemas are not read',
    count: `select (${inOwnSchemas('pg_class', 'relnamespace')}) + (${inOwnSchemas('pg_proc', 'pronamespace')})`,
  },
  {
    kind: null,
    what: 'connection strings of subscriptions',
    why: 'they hold passwords',
    count: `select count(*) from pg_subscription o where o.subdbid = (select d.oid from pg_database d where d.datname = current_database())`,
  },
  {
    kind: null,
    what: 'values of options of foreign servers, tables and users',
    why: 'they may hold passwords and keys',
    count: `select (select coalesce(sum(${withheld('o.fdwoptions')}), 0) from pg_foreign_data_wrapper o) + (select coalesce(sum(${withheld('o.srvoptions')}), 0) from pg_foreign_server o)
    + (select coalesce(sum(${withheld('o.ftoptions')}), 0) from pg_foreign_table o) + (select coalesce(sum(${withheld('o.attfdwoptions')}), 0) from pg_attribute o join pg_foreign_table f on f.ftrelid = o.attrelid)
    + (select coalesce(sum(${withheld('o.umoptions')}), 0) from pg_user_mappings o)`,
  },
  {
    kind: null,
    what: 'options of user mappings',
    why: 'this role may not see them',
    // As the view itself decides.
    count: `select count(*) from pg_user_mappings u join pg_foreign_server s on s.oid = u.srvid where not (
      u.umuser <> 0 and u.usename = current_user and (pg_has_role(s.srvowner, 'usage') or has_server_privilege(s.oid, 'usage'))
      or u.umuser = 0 and pg_has_role(s.srvowner, 'usage') or (select r.rolsuper from pg_roles r where r.rolname = current_user))`,
  },
];

/** One SELECT: `what`, `count`, `why`; nothing where nothing is. */
export function unread(_asked: Asked, kinds: readonly Kind[]): string {
  const rows = CENSUS.filter((c) => c.kind === null || !kinds.some((k) => k.name === c.kind)).map(
    ({ what, count, why }) => `select '${what}' as what, (${count}) as count, '${why}' as why`,
  );
  return `select * from (${rows.join(' union all ')}) c where c.count > 0`;
}
