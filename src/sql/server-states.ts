/** SQLSTATEs that are about the server, the session or the transaction rather than about what the statement says. */
import { type Meaning, mend, plain } from './meaning.ts';
import { identifier } from './quote.ts';

export const SERVER_STATES: Readonly<Record<string, Meaning>> = {
  '25001': mend(
    'This cannot be done inside a transaction, or not this late in one.',
    'What cannot, and why: npx tidemark explain not-in-a-transaction',
    'Put it into a migration of its own, and take it out of {file}.',
  ),
  '25006': {
    says: () =>
      'The transaction may only read: the server is a standby, or a setting of the role, the database or the file says so.',
    next: ({ role }) => [
      "See which: select pg_is_in_recovery(), current_setting('default_transaction_read_only');",
      'If it is a standby, write the host of the primary into the URL.',
      `If it is a setting of the role: alter role ${role === '' ? '…' : identifier(role)} set default_transaction_read_only = off;`,
    ],
  },
  '25P02': mend('An earlier statement of the file had failed and was passed over.', 'Take out of {file} what catches the error.'),
  '25P03': plain(
    'The server ended the session, which was idle in a transaction for too long.',
    'If it stays: raise idle_in_transaction_session_timeout.',
  ),
  '25P04': plain(
    'The transaction took longer than transaction_timeout allows.',
    'Raise transaction_timeout for this role, or split the migration.',
  ),
  '2D000': mend(
    'Something in the file ends the transaction by itself: COMMIT or ROLLBACK in a DO block or in a procedure.',
    'Take it out of {file}, or put the statement into a migration of its own.',
  ),
  '55006': mend(
    'It is in use: by rows changed earlier in this transaction whose checks are still to come, by an open cursor, or by another session.',
    'If this file changed its rows: put the change of the table into the next migration, or before it: set constraints all immediate;',
    'If another session uses it: wait until that one is done.',
  ),
  '57014': {
    says: ({ statementTimeout: limit, took }) =>
      limit === 0
        ? 'There is no statement_timeout here (unless the file sets one), so somebody cancelled it: a person, a monitor, a pooler.'
        : took < limit
          ? `Somebody cancelled it: the statement_timeout of ${limit} ms had not passed yet.`
          : `Most likely it took longer than the statement_timeout of ${limit} ms; that somebody cancelled it cannot be excluded.`,
    next: ({ statementTimeout: limit, took }) =>
      limit > 0 && took >= limit
        ? ['Give it longer: raise timeouts.statement of this environment in tidemark.config (0: no limit).']
        : ['Find out who: the log of the server names the moment; a pooler may have a query_timeout.'],
  },
  '57P01': plain('An administrator or a restart of the server ended the connection.', 'Wait until the server is up.'),
  '57P02': plain('The server crashed and is starting again.', 'Wait until it is up; its log says why.'),
  '57P03': plain('The server is starting or stopping and lets nobody in.', 'Wait until it is up.'),
  '57P05': plain('The server ended the session because it was idle for too long.'),
  '53100': plain(
    'The disk of the server is full.',
    'Free space there, or make the disk larger. An index or a rewrite needs as much again as the table.',
  ),
  '53200': {
    says: () => 'The server has no room left for this: no memory, or no place for more locks.',
    next: () => [
      'If the hint names max_locks_per_transaction: raise it (that needs a restart), or split the migration.',
      'If not: look at the memory of the server, and at work_mem and maintenance_work_mem.',
    ],
  },
  '53300': plain('The server, the database or the role has no connection left.', 'Close other clients, or raise the limit.'),
  '53400': plain(
    'A limit of the server was reached, for example temp_file_limit.',
    'Raise it for this role, or split the migration.',
  ),
  '40P01': plain('Two sessions waited for each other, and PostgreSQL ended this one.'),
  '40001': plain('Somebody changed the same rows at the same time.'),
  '55P03': plain('Somebody else holds a lock that it needs.'),
  '54000': mend(
    'Something is larger than PostgreSQL can hold: often a value in an index (about 2700 bytes).',
    'Index a hash or a part of it: create index … (md5(column)), in {file}.',
  ),
  '54001': mend('It nests too deeply for the server’s stack.', 'Split it in {file}; or raise max_stack_depth.'),
  '54011': mend('A table has too many columns (1600, dropped ones included).', 'Split the table.'),
  '58P01': plain(
    'The server lacks a file, mostly the library of an extension.',
    'Have the package installed on the server, or take a server that has it.',
  ),
  '58030': plain(
    'The server could not read or write its disk.',
    'Its log says which file: show it to whoever runs the server, before anything else.',
  ),
  XX000: plain(
    'PostgreSQL met a case that it was not made for, or something changed under it at this moment.',
    'Once more may do. If it stays: it is a bug of the server or of an extension, and its log says more.',
  ),
  XX001: plain(
    'The server found damaged data.',
    'Stop here, keep a copy of the data folder, and show it to whoever runs the server.',
  ),
  XX002: {
    says: () => 'The server found a damaged index.',
    next: ({ constraint }) => [`Rebuild it: reindex index concurrently ${constraint === null ? '…' : identifier(constraint)};`],
  },
};
