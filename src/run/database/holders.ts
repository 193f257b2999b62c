/** Who is in the way, in words. */
import type { Holder } from '../../sql/blockers.ts';

/** `pid 4711 ("psql", idle in transaction for 93 s, on public.users)`. */
export function holderText({ pid, kind, application, name, state, seconds, relation, query }: Holder): string {
  const on = relation === null ? [] : [`on ${relation}`];
  const time = seconds === null ? [] : [`for ${seconds} s`];
  if (kind === 'prepared') return `the prepared transaction '${name ?? ''}' (${['open', ...time, ...on].join(' ')})`;
  if (kind === 'autovacuum') return `autovacuum (${[`pid ${pid}`, ...on].join(', ')})`;
  // Of another role's session PostgreSQL tells neither name nor time.
  const doing = state === null ? ['of another role'] : [[state, ...time].join(' ')];
  const running = query === null ? [] : [`running: ${query.replaceAll(/\s+/g, ' ').slice(0, 120)}`];
  return `pid ${pid} (${[...(application === null ? [] : [`"${application}"`]), ...doing, ...on, ...running].join(', ')})`;
}

export const holdersText = (holders: readonly Holder[]): string =>
  [...holders.slice(0, 3).map(holderText), ...(holders.length > 3 ? [`${holders.length - 3} more`] : [])].join(', ');
