/** What does an SQLSTATE mean to somebody whose migration was just refused, and what is to be done? In plain words. */
import { duplicatesQuery } from './duplicates.ts';
import { byHand, first, last, type Meaning, mend, plain, rowsOf, tableOf } from './meaning.ts';
import { grantFor, thing } from './missing-right.ts';
import { identifier, literal } from './quote.ts';
import { SERVER_STATES } from './server-states.ts';

export const meaningOf = (sqlstate: string): Meaning | null =>
  STATEMENT_STATES[sqlstate] ?? SERVER_STATES[sqlstate] ?? CLASSES[sqlstate.slice(0, 2)] ?? null;

const duplicate = (what: string): Meaning =>
  mend(
    `${what} of that name is there already: another migration made it, or somebody by hand, or push.`,
    'See what this database has recorded: npx tidemark status{on}',
    'If it is another thing, give the new one another name in {file}.',
    'If all of {migration} was run here already, state so: npx tidemark rebuild-history --ran {migration} --dry-run{on}',
  );

const absent = (what: string, why: string, ...next: string[]): Meaning => mend(`${what} of that name is found: ${why}.`, ...next);

const EXTENSION = 'If an extension brings it, create that extension in an earlier migration, in a schema of the search_path.';
const VALUES = 'Correct the value in {file}, or the rows that it is read from.';

const STATEMENT_STATES: Readonly<Record<string, Meaning>> = {
  '42P07': duplicate('A table, view, index or sequence'),
  '42701': duplicate('A column'),
  '42710': duplicate('A type, constraint, trigger, policy, role or extension'),
  '42P06': duplicate('A schema'),
  '42723': duplicate('A function with these arguments'),
  '42P01': {
    says: () =>
      'No table or view of that name is found: it is made later, was dropped or renamed, or lies in a schema outside the search_path.',
    next: ({ name, file, on }) => [
      name === null
        ? 'See which tables there are: select schemaname, tablename from pg_tables;'
        : `Look for it: select schemaname, tablename from pg_tables where tablename = ${literal(last(name.read))};`,
      `If an earlier migration was to make it: npx tidemark doctor${on}`,
      `If the name is wrong, correct it in ${file}.`,
    ],
  },
  '42703': {
    says: ({ name }) =>
      name !== null && name.written !== name.read && !name.written.startsWith('"')
        ? `No column of that name is found. Without quotes ${name.written} is read as ${name.read}.`
        : 'No column of that name is found: it is made later, was dropped or renamed, or is spelt otherwise.',
    next: ({ name, file, on }) =>
      name !== null && name.written !== name.read && !name.written.startsWith('"')
        ? [`If the column is spelt so, write "${name.written}" in ${file}.`]
        : [`If an earlier migration was to make it: npx tidemark doctor${on}`, `If the name is wrong, correct it in ${file}.`],
  },
  '42704': absent(
    'No type, role, index, constraint or extension',
    'it is made later, was dropped or renamed, or is not installed',
    EXTENSION,
  ),
  '42883': mend(
    'No function or operator of that name takes arguments of these types.',
    EXTENSION,
    'Otherwise write the types out, as in column::text = value, in {file}.',
  ),
  '3F000': {
    says: () => 'No schema of that name is found: no earlier migration made it.',
    next: ({ name }) => [
      `Create it in an earlier migration: create schema ${name === null ? '…' : identifier(first(name.read))};`,
    ],
  },
  '42601': mend('PostgreSQL cannot read the statement.', 'Correct {file} at that place, or just before it.'),
  '42804': mend(
    'The types do not fit together, and PostgreSQL does not convert one into the other by itself.',
    'Say how to convert, in {file}: alter table … alter column … type … using ("column"::type);',
  ),
  '42830': mend(
    'A foreign key has to point at a primary key, or at columns that are unique together.',
    'Put this before it, in {file}: alter table … add unique (…);',
  ),
  '42846': mend(
    'There is no conversion between these types.',
    'Say in {file} how the new value is made: … using (an expression of the new type).',
  ),
  '42P10': mend('ON CONFLICT names columns that no unique index covers.', 'Create the unique index before it, in {file}.'),
  '42P16': mend('The table cannot be defined that way.', 'Correct the definition in {file}.'),
  '42501': {
    says: (r) => `Role ${r.role || 'of this URL'} lacks the right to do this${thing(r) === null ? '' : ` (${thing(r)})`}.`,
    next: (r) => grantFor(r),
  },
  '23502': {
    says: (r) =>
      r.subject.adds !== null
        ? `${r.table ?? 'The table'} has rows, and the new column${r.column === null ? '' : ` ${r.column}`} has no value for them.`
        : `${rowsOf(r)} have no value${r.column === null ? '' : ` in ${r.column}`}, and need one.`,
    next: (r) =>
      r.subject.adds !== null
        ? [`In ${r.file}: add the column with a DEFAULT; or add it without NOT NULL, fill it, and then set NOT NULL.`]
        : [
            ...(tableOf(r) === null || r.column === null
              ? []
              : [`See them: select * from ${tableOf(r)} where ${identifier(r.column)} is null limit 20;`]),
            `Give them a value, ${byHand(r)}.`,
          ],
  },
  '23505': {
    says: (r) => `${rowsOf(r)} hold a value twice that ${r.constraint ?? 'a unique index'} allows once.`,
    next: (r) => {
      const table = tableOf(r);
      const query = table === null ? null : duplicatesQuery(r.statement, table, r.constraint);
      return [
        ...(query === null ? [] : [`See them: ${query}`]),
        `Decide which row stays, and change or delete the others: ${byHand(r)}.`,
      ];
    },
  },
  '23503': {
    says: (r) => `${rowsOf(r)} would point at rows that are not there (${r.constraint ?? 'a foreign key'}).`,
    next: (r) => [`Add the missing rows, or change those that point at them: ${byHand(r)}.`],
  },
  '23514': {
    says: (r) =>
      r.constraint === null
        ? `${rowsOf(r)} do not fit: a check refuses them, or there is no partition for them.`
        : `${rowsOf(r)} do not fulfil ${r.constraint}.`,
    next: (r) => [`Correct the rows, ${byHand(r)}; or the condition.`],
  },
  '23P01': {
    says: (r) => `${rowsOf(r)} overlap in a way that ${r.constraint ?? 'an exclusion constraint'} excludes.`,
    next: (r) => [`Correct the rows, ${byHand(r)}.`],
  },
  '22P02': mend('A text cannot be read as the type that is wanted: a number, a uuid, a value of an enum, JSON …', VALUES),
  '22001': mend(
    'A text is longer than its column allows.',
    'Shorten the values, or make the column wider, in {file} before this statement.',
  ),
  '22003': mend('A number is too large for its type.', VALUES, 'Or take a larger type (bigint, numeric).'),
  '22007': mend('A text is no date or time.', VALUES),
  '22008': mend('A date or time lies outside of what its type can hold.', VALUES),
  '22012': mend('Something is divided by zero.', VALUES),
  '22023': mend('A parameter or option has a value that is not allowed.', 'Correct it in {file}.'),
  '21000': mend('A query that has to give one row gave several.', 'Narrow it in {file}: by its WHERE, or by LIMIT 1.'),
  '2BP01': mend(
    'Other objects depend on it.',
    'Change or drop them first, in {file}. CASCADE drops every one of them, so read the list before you write it.',
  ),
  '0A000': mend(
    'PostgreSQL cannot do this: not in this version, not on this server, or not with this kind of object.',
    'Read what the server says above, and change {file}.',
    'Where a view is in the way: drop it before, and create it again after, in {file}.',
    'Where an extension is not available: have its package installed on the server.',
  ),
  '55000': mend(
    'The object is not in a state in which this can be done.',
    'Read the detail and the hint above, and correct {file}.',
  ),
  '55P04': mend(
    'A value was added to an enum and used in the same transaction. It can be used only after it is committed.',
    'Take what uses the value out of {file} and put it into the next migration.',
  ),
  P0001: mend('The migration’s own code, or a trigger, refused.', 'Its message says why; correct the rows, or {file}.'),
};

/** Where the code itself has no words. */
const CLASSES: Readonly<Record<string, Meaning>> = {
  '08': plain('The connection to the server broke.', 'Wait until the server answers.'),
  '22': mend('A value does not fit.', VALUES),
  '23': mend('The rows do not fulfil a constraint.', 'Correct the rows, by hand or in {file} before this statement.'),
  '53': plain('The server has too little of something: disk, memory, connections.'),
  '57': plain('Somebody or something stopped the server or this session.'),
  '58': plain('The server met an error of its machine.', 'Its log says more.'),
};

/** Every code that has words of its own. */
export const TOLD: readonly string[] = [...Object.keys(STATEMENT_STATES), ...Object.keys(SERVER_STATES)];
