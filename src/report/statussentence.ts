/** Where do the environments stand, in one sentence? */
import type { StatusData, StatusEnvironment } from './status.ts';
import { listed, plural } from './style.ts';

const isOdd = (odd: StatusEnvironment['migrations'][number]['odd']): boolean =>
  odd !== undefined && odd !== null && odd.length > 0;

function standing({ migrations, rows, unread }: StatusEnvironment): string {
  if (unread) return 'could not be read';
  const count = (state: string) => migrations.filter((m) => m.state === state).length;
  const odd = migrations.filter((m) => m.state === 'applied' && isOdd(m.odd)).length;
  const parts = [
    count('pending') > 0 ? `${count('pending')} pending` : '',
    count('out-of-order') > 0 ? `${count('out-of-order')} out of order` : '',
    count('unreadable') > 0 ? `${count('unreadable')} unreadable` : '',
    odd > 0 ? `${odd} applied but odd` : '',
    rows.length > 0 ? `${plural(rows.length, 'row')} without a migration` : '',
  ].filter((part) => part !== '');
  if (parts.length > 0) return `has ${listed(parts)}`;
  return migrations.length === 0 ? 'has no migrations' : `has all ${plural(migrations.length, 'migration')} applied`;
}

/** Environments that stand alike are named together. */
export function statusSentence({ environments }: StatusData): string {
  if (environments.length === 0) return 'No environment is configured, so nothing says what is applied.';
  const alike = new Map<string, string[]>();
  for (const environment of environments) {
    const says = standing(environment);
    alike.set(says, [...(alike.get(says) ?? []), environment.name]);
  }
  const plain = (says: string, names: string[]) =>
    `${listed(names)} ${names.length > 1 ? says.replace(/^has /, 'each have ') : says}`;
  return `${[...alike].map(([says, names]) => plain(says, names)).join('; ')}.`;
}
