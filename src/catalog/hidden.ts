/** What is there, belongs to a kind that is read, and cannot be read all the same: by this role, or by anybody. */
import type { Asked } from './kind.ts';
import { ofHistory, ownRelation } from './scope.ts';
import { BROKEN_VIEWS } from './view-definition.ts';

/** Reading a position takes a lock until the transaction ends, and the server's table of locks is everybody's: never more than half of it. */
const AFFORDABLE = `(select count(*) from pg_sequence) <= current_setting('max_locks_per_transaction')::bigint * current_setting('max_connections')::bigint / 2`;
// The order in which conditions are looked at is PostgreSQL's, and of what is no sequence the question is an error.
const ALLOWED = `case when c.relkind = 'S' then has_sequence_privilege(c.oid, 'SELECT, USAGE') end`;
/** A standby has no content of unlogged ones. */
const THERE = `(c.relpersistence <> 'u' or not pg_is_in_recovery())`;

/** May the position of this sequence be asked for? `c` is its row of pg_class. */
export const positionReadable = `${AFFORDABLE} and (${ALLOWED}) and ${THERE}`;

/** One SELECT: `what`, `count`, `why`; nothing where nothing is hidden. */
export function hidden(asked: Asked): string {
  const sequences = (where: string): string =>
    `select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'S' and ${ownRelation(asked)} and not (${ofHistory(asked, 'c.oid')}) and ${where}`;
  const rows: [what: string, count: string, why: string][] = [
    [
      'the text of views',
      `select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('v', 'm') and ${ownRelation(asked)} and c.oid in (${BROKEN_VIEWS})`,
      'they stand on something that is gone, so PostgreSQL cannot write it',
    ],
  ];
  if (!asked.withoutPositions)
    rows.push(
      ['positions of sequences', sequences(`not (${ALLOWED})`), 'this role may not read them (GRANT SELECT ON ALL SEQUENCES)'],
      [
        'positions of sequences of unlogged tables',
        sequences(`(${ALLOWED}) and not ${THERE}`),
        'this server is a standby, which does not have them',
      ],
      [
        'positions of so many sequences',
        sequences(`(${ALLOWED}) and not (${AFFORDABLE})`),
        'reading them would fill the server’s table of locks (max_locks_per_transaction)',
      ],
    );
  const selects = rows.map(([what, count, why]) => `select '${what}' as what, (${count}) as count, '${why}' as why`);
  return `select * from (${selects.join(' union all ')}) h where h.count > 0`;
}
