/** Which right does a role lack for a statement, and what grants it? Judged by the statement: for messages only. */
import type { Refused } from './meaning.ts';
import { identifier } from './quote.ts';

/** `create table in schema app`, `alter table invoices`: what a right is missing for. */
export function thing({ subject: { verb, kind, name, rows } }: Refused): string | null {
  if (name === null) return null;
  return rows ? `${rows} on ${name}` : `${verb} ${kind} ${name}`;
}

/** What most likely helps, judged by the statement; a statement may need more. */
export function grantFor({ subject, role, database, file }: Refused): string[] {
  const to = role === '' ? '…' : identifier(role);
  const { verb, kind, name, on, rows } = subject;
  const quoted = (dotted: string): string => dotted.split('.').map(identifier).join('.');
  const grant = (sql: string): string[] => ['An administrator runs:', sql];
  const owner = (what: string): string[] => [
    'Only its owner may do this. Write a role that owns it into the URL, or let an administrator run:',
    `alter ${what} owner to ${to};`,
  ];
  if (rows && name) return grant(`grant ${rows} on ${quoted(name)} to ${to};`);
  if (on) return owner(`table ${quoted(on)}`);
  if (verb !== 'create') return owner(name ? `${kind} ${quoted(name)}` : '…');
  if (kind === 'schema') return grant(`grant create on database ${database === '' ? '…' : identifier(database)} to ${to};`);
  if (kind === 'extension')
    return [
      ...grant(`create extension if not exists ${name === null ? '…' : identifier(name)};`),
      `In ${file} it has to say CREATE EXTENSION IF NOT EXISTS, which then finds it there.`,
    ];
  if (kind === 'role') return grant(`alter role ${to} createrole;`);
  return grant(`grant create on schema ${name?.includes('.') ? identifier(name.split('.')[0] ?? '') : 'public'} to ${to};`);
}
