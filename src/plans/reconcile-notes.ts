/** What a reconciliation says of each object, of its proof, and of what it leaves. */
import type { Audit, Reconciled, Reconciliation } from '../model/index.ts';

const MOST = 20;

export function objectNote({ object, is, does, by }: Reconciled, name: string): string {
  if (does === 'make') return `${object}: ${by ?? 'a migration'} makes it, and it is not so in the database: it is made now.`;
  if (does === 'drop') return `${object}: no migration makes it; you named it, so it is dropped.`;
  if (does === 'put-back')
    return `${object}: it was changed by hand; you named it, so it is put back to what ${by ?? 'the folder'} makes.`;
  return is === 'extra'
    ? `${object}: no migration makes it: ${name} does on other databases, and is recorded here.`
    : `${object}: it was changed by hand: ${name} does the same on other databases, and is recorded here.`;
}

export interface Beside {
  name: string;
  /** Other environments. */
  others: readonly string[];
  audit: Audit | null;
  /** ` -e production` */
  on: string;
}

export function reconcileNotes(found: Reconciliation, { name, others, audit, on }: Beside): string[] {
  const { objects, again, unsaid, environment, roles, migration } = found;
  const adopted = objects.filter((o) => o.does === 'adopt').map((o) => o.object);
  const lacking = unsaid.ok ? adopted.filter((object) => unsaid.value.includes(object)) : [];
  const rows = audit ? neverWritten(audit) : [];
  return [
    ...atMost(objects.map((o) => objectNote(o, name))),
    ...(again.length > 0 ? [`The statements are those of ${again.join(', ')}, as they were written.`] : []),
    ...provenNotes(found, migration.length > 0 ? `the folder makes with ${name}` : 'the folder makes'),
    NOT_RECONCILED,
    ...rows.map(
      (m) => `${m} is recorded, and rows that it writes were never written: that is not done here. See npx tidemark audit${on}.`,
    ),
    ...(lacking.length > 0
      ? [`schema.ts does not say: ${lacking.join(', ')}. To see what it lacks: npx tidemark reconcile${on} --into schema`]
      : []),
    ...(adopted.length > 0 && !unsaid.ok ? [`Whether schema.ts says these objects is not known, because ${unsaid.why}.`] : []),
    ...(roles.length > 0 ? [`${name} names the roles ${roles.join(', ')}, which have to be there where it runs.`] : []),
    ...(migration.length > 0
      ? others
          .filter((e) => e !== environment)
          .map((e) => `In ${e} it is pending. Where the same objects are there by hand as well: npx tidemark adopt -e ${e}`)
      : []),
  ];
}

/** Owners are whoever runs a migration, and rights are the place's. */
export const NOT_RECONCILED = 'Not compared: owners and grants, because a reconciliation leaves them as they are.';

/** `what`: what the copy is then. */
export const provenNotes = ({ proof, database, assumed = [] }: Reconciliation, what: string): string[] =>
  proof.ok
    ? [
        `Proven on ${proof.value.engine}: a copy of the live schema with these statements is what ${what}, by our own reader.`,
        ...assumed.map((a) => `Taken for granted: ${a}.`),
        ...(database.length > 0
          ? ['The copy holds no rows: rows that stand in the way show when it runs, and then nothing is changed.']
          : []),
        ...proof.value.notCompared.map((n) => `Not compared: ${n.count} ${n.what}, because ${n.why}.`),
      ]
    : [];

export const atMost = (notes: readonly string[], most = MOST): string[] =>
  notes.length > most
    ? [...notes.slice(0, most), `… and ${notes.length - most} more objects; --json has all of them.`]
    : [...notes];

/** Recorded migrations of which statements that write rows are proven not to have run. */
const neverWritten = ({ migrations }: Audit): string[] =>
  migrations
    .filter(
      (m) =>
        m.recorded && m.statements.some((s) => s.verdict === 'not-executed' && (s.touches === 'data' || s.touches === 'both')),
    )
    .map((m) => m.migration);

export const count = (n: number): string => (n === 1 ? 'one object' : `${n} objects`);

/** `name`: of the new migration; null: there is none. */
export function becomesWords({ environment, objects }: Reconciliation, name: string | null): string {
  const done = (does: Reconciled['does'], words: string): string[] => {
    const n = objects.filter((o) => o.does === does).length;
    return n > 0 ? [`${count(n)} ${words}`] : [];
  };
  const parts = [
    ...done('make', 'made'),
    ...done('put-back', 'put back'),
    ...done('drop', 'dropped'),
    ...done('adopt', `taken over into ${name ?? 'the folder'}`),
  ];
  return `${environment} is what the folder makes: ${parts.join(', ')}.`;
}
