/** The text of a view, and of one that PostgreSQL can no longer write because something it stands on is gone, that it is broken. */

import { SCRATCH } from './kind.ts';

/** What a damaged catalog may lack: an extension was taken out by hand, a restore stopped half way. */
const STANDS_ON = ['pg_proc', 'pg_class', 'pg_type', 'pg_operator', 'pg_collation'] as const;

/** Views whose text cannot be written: asking PostgreSQL for it ends in an error that would end the whole reading. */
export const BROKEN_VIEWS = `select r.ev_class from pg_rewrite r where r.rulename = '_RETURN' and r.oid in (${STANDS_ON.map(
  (catalog) =>
    `select d.objid from pg_depend d where d.classid = 'pg_rewrite'::regclass and d.refclassid = '${catalog}'::regclass and not exists (select from ${catalog} o where o.oid = d.refobjid)`,
).join(' union all ')})`;

/** `c` is its row of pg_class. */
export const viewDefinition = `case when c.oid in (${BROKEN_VIEWS}) then 'broken: something that it stands on is gone' else pg_get_viewdef(c.oid) end`;

/** Of a materialized view too: its query is written like a view's. */
export const viewAnew = (_object: unknown, text: string): string[] => [
  `create view ${SCRATCH}.v as ${text}`,
  `select pg_get_viewdef('${SCRATCH}.v'::regclass) as text`,
];
