/** What did the project's own drizzle-kit say about this snapshot, and is it the one that belongs here? */
import type { Change, Read, Remedy, Tried } from '../../model/index.ts';

const about = (tried: Read<Tried[]>, path: string, asks: 'make-anew' | 'whole'): Tried | undefined =>
  tried.ok ? tried.value.find((t) => t.trial.path === path && t.trial.asks === asks) : undefined;

export const askedAnew = (tried: Read<Tried[]>, path: string): Tried | undefined => about(tried, path, 'make-anew');

/** True, false, or undefined when it could not be asked. */
export function isWhole(tried: Read<Tried[]>, path: string): boolean | undefined {
  const answer = about(tried, path, 'whole')?.answer;
  return answer?.ok ? answer.value.nothing : undefined;
}

/** The content is right when the kit, from the state before, writes what the migrations say, or nothing at all. */
const fits = (t: Tried | undefined): string | null =>
  t?.answer.ok && (t.answer.value.same || t.answer.value.nothing) && t.answer.value.content !== ''
    ? t.answer.value.content
    : null;

const MOST = 6;

export function triedEvidence(t: Tried | undefined): string[] {
  if (!t) return [];
  if (!t.answer.ok) return [`what drizzle-kit generate would write is not known: ${t.answer.why}`];
  const { nothing, same, differs } = t.answer.value;
  const { start, migrations } = t.trial;
  const from = start === null ? 'from nothing' : `from ${start}`;
  if (nothing) return [`drizzle-kit generate, started ${from}, has nothing to write`];
  if (same) return [`drizzle-kit generate, started ${from}, writes ${migrations.join(' and ')} again`];
  const more = differs.length > MOST ? [`… and ${differs.length - MOST} more`] : [];
  return [
    `drizzle-kit generate, started ${from}, writes something else than ${migrations.join(' and ')}`,
    ...differs.slice(0, MOST),
    ...more,
  ];
}

/** One remedy: the file as the kit makes it, or what is needed before that can be said. */
export function makeAnew(rule: string, t: Tried | undefined, what: string): Remedy[] {
  if (t === undefined) return [];
  const content = fits(t);
  const { path } = t.trial;
  const change: Change[] =
    content === null
      ? []
      : [{ kind: 'create', path, content, says: `Write ${path} as the project's own drizzle-kit makes it of the schema.` }];
  if (content !== null)
    return [
      {
        name: 'make-anew',
        says: `Make ${what} from the schema: the project's own drizzle-kit, started from the state before, writes exactly this change.`,
        change,
      },
    ];
  if (!t.answer.ok)
    return [
      {
        name: 'make-anew',
        says: `Make ${what} from the schema; this needs the project's own drizzle-kit: ${t.answer.why}.`,
        change,
        command: `npx tidemark explain ${rule}`,
        needs: "the project's packages and its schema",
      },
    ];
  return [];
}
