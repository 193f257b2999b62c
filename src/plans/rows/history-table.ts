/** The statements that give a history table the columns of its line, in place, each with its way back. */
import { highestId } from '../../compare/history/recorded.ts';
import type { Change, HistoryTable, Line, MigrationStanding, TableName } from '../../model/index.ts';
import { createHistoryTable } from '../../sql/history.ts';
import { identifier, literal, qualified } from '../../sql/quote.ts';

export interface Reshaped {
  changes: Change[];
  /** Columns that are there only afterwards, empty. */
  added: string[];
  /** What was done, in words. */
  says: string[];
}

const DRIZZLES: readonly string[] = ['id', 'hash', 'created_at', 'name', 'applied_at'];

/** Null: the column `id` cannot give ids by itself, whatever is done. */
export function reshaped(
  environment: string,
  table: HistoryTable,
  line: Line,
  migrations: readonly MigrationStanding[],
): Reshaped | null {
  const name = qualified(table);
  const out: Reshaped = { changes: [], added: [], says: [] };
  const has = (column: string) => table.columns.some((c) => c.name === column);
  const alter = (says: string, to: string, back: string) => {
    out.says.push(says);
    out.changes.push({ kind: 'sql', environment, says, text: `alter table ${name} ${to}`, undo: `alter table ${name} ${back}` });
  };
  for (const [column, type] of [
    ['hash', 'text'],
    ['created_at', 'bigint'],
  ] as const) {
    if (has(column)) continue;
    out.added.push(column);
    alter(`Add the column ${column}.`, `add column ${column} ${type}`, `drop column ${column}`);
  }
  const hash = table.columns.find((c) => c.name === 'hash');
  if (hash?.type.startsWith('character') && Number(hash.type.split('(')[1]?.split(')')[0] ?? 64) < 64)
    alter('Make hash a text.', 'alter column hash type text', `alter column hash type ${hash.type}`);
  for (const c of table.columns) {
    if (DRIZZLES.includes(c.name) || !c.notNull || c.default !== null) continue;
    alter(
      `Let ${c.name} be empty; Drizzle does not know it.`,
      `alter column ${identifier(c.name)} drop not null`,
      `alter column ${identifier(c.name)} set not null`,
    );
  }
  const id = table.columns.find((c) => c.name === 'id');
  if (!id) {
    alter('Add the column id.', 'add column id integer', 'drop column id');
    const order = ['created_at', 'hash'].filter(has).join(', ') || 'ctid';
    const text = `update ${name} t set id = v.n from (select ctid as place, row_number() over (order by ${order}) as n from ${name}) v where t.ctid = v.place`;
    out.changes.push({
      kind: 'sql',
      environment,
      says: 'Count the rows, the oldest first.',
      text,
      undo: `update ${name} set id = null`,
    });
    alter('Let no id be empty.', 'alter column id set not null', 'alter column id drop not null');
    counted(environment, table, table.rows.length + 1, out);
  } else if (id.default === null && table.sequence === null && id.notNull) {
    if (!['integer', 'bigint', 'smallint'].includes(id.type)) return null;
    counted(environment, table, highestId(table.rows) + 1, out);
  }
  if (line === '1.0') named(environment, table, migrations, out, alter);
  return out;
}

function counted(environment: string, table: HistoryTable, next: number, out: Reshaped): void {
  const name = qualified(table);
  const sequence = qualified({ schema: table.schema, name: `${table.name}_id_seq`.slice(-63) });
  const says = `Let ids come by themselves, from ${next} on.`;
  out.says.push(says);
  const text = `create sequence ${sequence} start with ${next} owned by ${name}.id`;
  const given = `alter table ${name} alter column id set default nextval(${literal(sequence)})`;
  out.changes.push({ kind: 'sql', environment, says, text, undo: `drop sequence ${sequence}` });
  out.changes.push({
    kind: 'sql',
    environment,
    says: 'Take ids from there.',
    text: given,
    undo: `alter table ${name} alter column id drop default`,
  });
}

/** As the upgrade of 1.0 does: names for the rows that are there, and no time of application. */
function named(
  environment: string,
  table: HistoryTable,
  migrations: readonly MigrationStanding[],
  out: Reshaped,
  alter: (says: string, to: string, back: string) => void,
): void {
  const name = qualified(table);
  const has = (column: string) => table.columns.some((c) => c.name === column);
  if (!has('applied_at'))
    alter(
      'Add the column applied_at, empty for the rows that are there.',
      'add column applied_at timestamp with time zone, alter column applied_at set default now()',
      'drop column applied_at',
    );
  if (has('name')) return;
  alter('Add the column name.', 'add column name text', 'drop column name');
  const pairs = migrations.flatMap((m) =>
    m.rows[0] && m.rows[0].row.id !== null ? [`(${literal(m.rows[0].row.id)}, ${literal(m.migration.name)})`] : [],
  );
  if (pairs.length === 0) return;
  const says = 'Name the migration of each row.';
  out.changes.push({
    kind: 'sql',
    environment,
    says,
    text: `update ${name} t set name = v.name from (values ${pairs.join(', ')}) v (id, name) where t.id::text = v.id`,
    undo: `update ${name} set name = null`,
  });
}

/** The table of the line, and its schema when that is absent too. */
export function madeAnew(environment: string, table: TableName, line: Line, schemaThere: boolean): Change[] {
  const schema: Change[] = schemaThere
    ? []
    : [
        {
          kind: 'sql',
          environment,
          says: `Make the schema ${table.schema}.`,
          text: `create schema ${identifier(table.schema)}`,
          undo: `drop schema ${identifier(table.schema)}`,
        },
      ];
  return [
    ...schema,
    {
      kind: 'sql',
      environment,
      says: `Make ${table.schema}.${table.name}.`,
      text: createHistoryTable(table, line),
      undo: `drop table ${qualified(table)}`,
    },
  ];
}
