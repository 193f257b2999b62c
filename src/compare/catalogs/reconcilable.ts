/** May this be reconciled, and is there all that it needs? Each refusal says what to type. */
import { Problem } from '../../base/problem.ts';
import type { Difference, EvidenceKey, Read, Readings, Reconciliation, Standing, WayStatement } from '../../model/index.ts';
import { objectWords } from './declared.ts';

export function snapshotOf({ snapshot, unmade }: Reconciliation): string {
  if (!snapshot.ok)
    throw new Problem('no-snapshot', 'Nobody can say what the snapshot of the new migration has to hold.', {
      why: `It is what drizzle-kit makes of schema.ts, and ${snapshot.why}.`,
      fix: 'Make `npx drizzle-kit generate` work here, then run the same command again.',
    });
  if (snapshot.value.ahead && unmade.length > 0)
    throw new Problem('schema-ahead', `schema.ts says what no migration makes: ${unmade.slice(0, 6).join(', ')}.`, {
      why: 'A migration behind the newest one carries a snapshot of schema.ts, and the next generate would not see what it lacks.',
      fix: 'npx drizzle-kit generate\nApply what it wrote, then run the same command again.',
    });
  return snapshot.value.text;
}

export function checkWords(word: string, into: string | undefined, as: string | undefined): void {
  const fine =
    word.length > 0 && [...word].every((c) => (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c === '_' || c === '-');
  if (!fine)
    throw new Problem('bad-name', `"${word}" is no name for a migration.`, {
      why: 'It becomes a file’s name: letters from a to z, digits, _ and -.',
      fix: '--name reconcile',
    });
  if (into !== undefined && into !== 'schema')
    throw new Problem('bad-into', `Nothing can be reconciled into "${into}".`, {
      why: 'There is --into schema.',
      fix: '--into schema',
    });
  if (into !== undefined && as !== undefined)
    throw new Problem('bad-into', 'Either --into or --as can be asked for.', {
      why: '--into schema changes nothing, and --as legacy writes a file.',
      fix: `--as ${as}`,
    });
}

/** What is pending may be what is missing, and a row newer than it would hide it from the stock migrator. */
export function checkHistory(standing: Standing, environment: string, on: string): void {
  if (standing.migrations.length === 0)
    throw new Problem('no-migrations', 'The folder holds no migration.', {
      why: 'There is nothing that the live schema could be held against.',
      fix: `npx tidemark baseline${on}`,
    });
  const open = standing.migrations.filter((m) => m.state !== 'applied').map((m) => m.migration.name);
  if (open.length === 0) return;
  const told = open.length > 4 ? `${open.slice(0, 4).join(', ')} and ${open.length - 4} more` : open.join(', ');
  throw new Problem('pending-first', `${environment} has not recorded ${told}.`, {
    why: 'What is missing there may be what they make. A newer row above them would also hide them from the stock migrator.',
    fix: `Where they have run: npx tidemark adopt${on}\nWhere they have not: npx tidemark migrate${on}\nThen run the same command again.`,
  });
}

export function checkNames({ strangers, objects }: Reconciliation, on: string): void {
  const [stranger] = strangers;
  if (stranger === undefined) return;
  const could = objects.filter((o) => o.is !== 'missing').map((o) => o.object);
  throw new Problem('no-such-object', `${stranger} is nothing that could be dropped.`, {
    why: could.length > 0 ? `There are: ${could.slice(0, 20).join(', ')}.` : 'Nothing is there that no migration makes.',
    fix: `npx tidemark verify${on}`,
  });
}

export function checkAlone(statements: readonly WayStatement[]): void {
  const alone = statements.find((s) => s.alone);
  if (!alone) return;
  throw new Problem('needs-commit', 'One of the statements has to be committed by itself.', {
    why: `A reconciliation is one transaction, and this cannot be part of one: ${alone.sql.slice(0, 200)}`,
    fix: 'Run that statement by hand, then run the same command again.',
  });
}

export function unproven(environment: string, { proof, remains }: Reconciliation): Problem {
  return new Problem('unproven-reconciliation', `No statements were found that make ${environment} what the folder makes.`, {
    why: [
      `Unproven: ${proof.ok ? '' : proof.why}.`,
      ...remains.slice(0, 10).map((d) => `${objectWords(d)}: ${told(d)}`),
      ...(remains.length > 10 ? [`… and ${remains.length - 10} more.`] : []),
    ].join('\n'),
    fix: 'Change in the database what is named there, or write a migration for it by hand, then run the same command again.',
  });
}

const told = ({ is, facts }: Difference): string =>
  is === 'left-only'
    ? 'only the folder has it'
    : is === 'right-only'
      ? 'only the database has it'
      : facts.map((f) => `its ${f.says} is another`).join(', ');

export function need<K extends EvidenceKey>(
  read: Readings,
  key: K,
  environment: string,
): Extract<Readings[K], { ok: true }>['value'] {
  const one = read[key];
  if (one?.ok) return one.value as Extract<Readings[K], { ok: true }>['value'];
  throw unreadable(environment, one?.why ?? 'it was not read');
}

export function inEnvironment<T>(all: Read<ReadonlyMap<string, Read<T>>> | undefined, environment: string): T {
  const one = all?.ok ? all.value.get(environment) : undefined;
  if (one?.ok) return one.value;
  throw unreadable(environment, one?.why ?? (all?.ok === false ? all.why : 'It is not configured.'));
}

const unreadable = (environment: string, why: string): Problem =>
  new Problem('environment-not-read', `${environment || 'The database'} cannot be reconciled.`, {
    why,
    fix: 'npx tidemark doctor',
  });
