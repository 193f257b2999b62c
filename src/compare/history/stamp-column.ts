/** Which types of `created_at` work with the stock migrators, and what goes wrong with the others? */
import type { HistoryColumn, HistoryTable } from '../../model/index.ts';

export const stampColumn = (table: HistoryTable): HistoryColumn | undefined => table.columns.find((c) => c.name === 'created_at');

const base = (type: string): string => type.split('(')[0]?.trim() ?? '';

const TIMES: readonly string[] = [
  'timestamp',
  'timestamp with time zone',
  'timestamp without time zone',
  'date',
  'time',
  'interval',
  'time without time zone',
  'time with time zone',
];

/** `timestamp(3) with time zone` carries its precision in the middle. */
const isTime = (type: string): boolean => TIMES.includes(type) || type.startsWith('timestamp(') || base(type).startsWith('time');

/** fine: stock tools make it so. works: it does with right numbers. small: the next insert is refused. time: everything is skipped, and the next insert refused. */
export type StampType = 'fine' | 'works' | 'small' | 'time' | 'other';

/** pg-proxy's migrator of 0.x makes the column numeric itself. */
export function stampTypeOf(type: string): StampType {
  if (isTime(type)) return 'time';
  const plain = base(type);
  if (plain === 'bigint' || plain === 'numeric') return 'fine';
  if (['text', 'character varying', 'character', 'double precision', 'citext'].includes(plain)) return 'works';
  return ['integer', 'smallint', 'real'].includes(plain) ? 'small' : 'other';
}

/** Milliseconds can be written into it; where they cannot, the column's own type is the finding. */
export const takesNumbers = (table: HistoryTable): boolean => {
  const column = stampColumn(table);
  return column === undefined || ['fine', 'works'].includes(stampTypeOf(column.type));
};
