/** Which rows of PostgreSQL's own tables say what exists, what each is called there, and to which relation it belongs. */

export interface Tracked {
  catalog: string;
  /** A row's key, as text. */
  key: string;
  /** The oid of the relation it belongs to, which may be an index or a TOAST table; null: to none. */
  relation?: string;
  /** Of what others are named after: equal names mean that no other object's text has to change. */
  name?: string;
  /** Others may depend on it: its class and oid in pg_depend. */
  object?: { class: string; oid: string };
  from?: string;
  /** All that a kind may read of it: a row that was written and says the same as before has moved nothing. */
  says?: string;
  /** What a migration can have made; objects of PostgreSQL itself have lower oids. */
  where: string;
}

const made = (oid: string): string => `${oid} >= 16384`;
const self = (catalog: string): Tracked['object'] => ({ class: catalog, oid: 'o.oid' });
const of = (catalog: string, relation: string): Tracked => ({
  catalog,
  key: 'o.oid',
  relation: `o.${relation}`,
  object: { class: catalog, oid: 'o.oid' },
  where: made('o.oid'),
});
const loose = (catalog: string): Tracked => ({ catalog, key: 'o.oid', object: self(catalog)!, where: made('o.oid') });

/** What PostgreSQL notes in pg_class for itself whenever columns, indexes, checks, triggers, rows or children come and go. */
const BOOKKEEPING = [
  ...['relnatts', 'relchecks', 'relhasindex', 'relhasrules', 'relhastriggers', 'relhassubclass', 'relfilenode', 'relrewrite'],
  ...['relpages', 'reltuples', 'relallvisible', 'relallfrozen', 'relfrozenxid', 'relminmxid', 'reltoastrelid'],
];

/** pg_class first: rows of the others are looked up by it. */
export const TRACKED: readonly Tracked[] = [
  {
    catalog: 'pg_class',
    key: 'o.oid',
    // An index and a TOAST table belong to a table, a composite type's row here to the type.
    relation: `case when o.relkind in ('i', 'I') then (select x.indrelid from pg_index x where x.indexrelid = o.oid)
      when o.relkind = 't' then (select d.refobjid from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = o.oid and d.deptype = 'i' limit 1)
      when o.relkind <> 'c' then o.oid end`,
    name: `concat_ws(' ', format('%I.%I', n.nspname, o.relname), o.relkind, o.relowner, o.relispartition, o.relpersistence)`,
    says: `(to_jsonb(o) - array[${BOOKKEEPING.map((column) => `'${column}'`).join(', ')}])::text`,
    object: self('pg_class')!,
    from: 'pg_class o join pg_namespace n on n.oid = o.relnamespace',
    where: made('o.oid'),
  },
  {
    catalog: 'pg_attribute',
    key: `o.attrelid || '.' || o.attnum`,
    relation: 'o.attrelid',
    name: `o.attname || ' ' || o.attisdropped`,
    object: { class: 'pg_class', oid: 'o.attrelid' },
    where: `${made('o.attrelid')} and o.attnum > 0`,
  },
  {
    catalog: 'pg_type',
    key: 'o.oid',
    // A row type, and the array type of one.
    relation: `case when o.typrelid <> 0 then o.typrelid else (select nullif(e.typrelid, 0) from pg_type e where e.oid = o.typelem) end`,
    name: `o.typname || ' ' || o.typnamespace`,
    object: self('pg_type')!,
    where: made('o.oid'),
  },
  of('pg_attrdef', 'adrelid'),
  { ...of('pg_constraint', 'conrelid'), relation: 'nullif(o.conrelid, 0)', name: `o.conname || ' ' || o.connamespace` },
  { catalog: 'pg_index', key: 'o.indexrelid', relation: 'o.indrelid', where: made('o.indexrelid') },
  of('pg_trigger', 'tgrelid'),
  of('pg_policy', 'polrelid'),
  of('pg_rewrite', 'ev_class'),
  { catalog: 'pg_inherits', key: `o.inhrelid || '.' || o.inhparent`, relation: 'o.inhrelid', where: made('o.inhrelid') },
  of('pg_statistic_ext', 'stxrelid'),
  { catalog: 'pg_sequence', key: 'o.seqrelid', relation: 'o.seqrelid', where: made('o.seqrelid') },
  { catalog: 'pg_partitioned_table', key: 'o.partrelid', relation: 'o.partrelid', where: made('o.partrelid') },
  { catalog: 'pg_foreign_table', key: 'o.ftrelid', relation: 'o.ftrelid', where: made('o.ftrelid') },
  { ...of('pg_publication_rel', 'prrelid') },
  loose('pg_proc'),
  { catalog: 'pg_enum', key: 'o.oid', object: { class: 'pg_type', oid: 'o.enumtypid' }, where: made('o.oid') },
  { catalog: 'pg_range', key: 'o.rngtypid', object: { class: 'pg_type', oid: 'o.rngtypid' }, where: made('o.rngtypid') },
  {
    catalog: 'pg_aggregate',
    key: 'o.aggfnoid::oid',
    object: { class: 'pg_proc', oid: 'o.aggfnoid::oid' },
    where: made('o.aggfnoid::oid'),
  },
  { ...loose('pg_namespace'), name: 'o.nspname', where: 'true' },
  {
    catalog: 'pg_description',
    key: `o.classoid || '.' || o.objoid || '.' || o.objsubid`,
    relation: `case when o.classoid = 'pg_class'::regclass then o.objoid end`,
    name: `o.classoid::regclass || ' ' || o.objoid`,
    // 2200: schema public.
    where: `(${made('o.objoid')} or o.objoid = 2200)`,
  },
];

/** New rows say what the kinds read that name the catalog; when one of the old rows changes, everything is read again. */
export const RARE: readonly string[] = [
  ...['pg_cast', 'pg_operator', 'pg_opclass', 'pg_opfamily', 'pg_amop', 'pg_amproc', 'pg_collation', 'pg_conversion', 'pg_am'],
  ...['pg_ts_config', 'pg_ts_config_map', 'pg_ts_dict', 'pg_ts_parser', 'pg_ts_template', 'pg_language', 'pg_transform'],
  ...['pg_foreign_server', 'pg_foreign_data_wrapper', 'pg_user_mapping', 'pg_publication', 'pg_publication_namespace'],
  ...['pg_subscription', 'pg_event_trigger', 'pg_default_acl', 'pg_seclabel'],
];

/** Whatever happens in them, everything is read again. */
export const SWEEPING: readonly string[] = ['pg_extension', 'pg_authid', 'pg_auth_members', 'pg_database', 'pg_shdescription'];

/** Most changes leave a trace here too; a change that leaves one nowhere else has everything read again. */
export const BESIDE = 'pg_depend';
