/** Which right does a role lack for a statement, and what grants it? Judged by the statement: for messages only. */
import type { Refused } from './meaning.ts';
import { identifier } from './quote.ts';

/** `create table in schema app`, `alter table invoices`: what a right is missing for. */
export function thing({ subject: { verb, kind, name, rows } }: Refused): string | null {
  if (name === null) return null;
  return rows ? `${rows} on ${name}` : `${verb} ${kind} ${name}`;
}

/** What most likely grants it, judged by the statement; a statement may need more. */
export function grantFor({ subject, role, database }: Refused): string {
  const to = role === '' ? '…' : identifier(role);
  const { verb, kind, name, on, rows } = subject;
  const quoted = (dotted: string): string => dotted.split('.').map(identifier).join('.');
  if (rows && name) return `grant ${rows} on ${quoted(name)} to ${to};`;
  if (verb === 'create' && kind === 'schema')
    return `grant create on database ${database === '' ? '…' : identifier(database)} to ${to};`;
  if (verb === 'create' && kind === 'extension')
    return `create extension if not exists ${name === null ? '…' : identifier(name)};`;
  if (verb === 'create' && kind === 'role') return `alter role ${to} createrole;`;
  if (verb === 'create' && on) return `alter table ${quoted(on)} owner to ${to};`;
  if (verb === 'create')
    return `grant create on schema ${name?.includes('.') ? identifier(name.split('.')[0] ?? '') : 'public'} to ${to};`;
  const owned = on ? `table ${quoted(on)}` : name ? `${kind} ${quoted(name)}` : '…';
  return `alter ${owned} owner to ${to};`;
}
