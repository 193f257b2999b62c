/** What did earlier runs note of a migration that is cut into parts: which are in, and do they still have the text that ran? */
import { sha256 } from '../base/fingerprint.ts';
import { Problem } from '../base/problem.ts';
import type { History, MigrationPart, MigrationRun } from '../model/index.ts';

export const notesOf = (history: History | undefined, migration: string): MigrationPart[] =>
  (history?.parts ?? []).filter((p) => p.migration === migration);

/** The first part that was done or begun with another text than the file has there now; null: each is as it was. */
export function editedPart<N extends Pick<MigrationPart, 'place' | 'print'>>(
  { parts = [] }: MigrationRun,
  text: string,
  notes: readonly N[],
): N | null {
  const now = (place: number): string | null => {
    const part = parts[place];
    return part ? sha256(text.slice(part.offset, part.offset + part.length)) : null;
  };
  return notes.find((note) => note.print !== now(note.place)) ?? null;
}

/** The same run with what is noted of its parts, for the preview. */
export function withNotes(run: MigrationRun, notes: readonly MigrationPart[]): MigrationRun {
  if (!run.parts || notes.length === 0) return run;
  const noted = new Map(notes.map((n) => [n.place, n.state === 'done' ? ('done' as const) : ('begun' as const)]));
  const parts = run.parts.map((part, place) => {
    const state = noted.get(place);
    return state ? { ...part, noted: state } : part;
  });
  return { ...run, parts };
}

export const partEdited = (
  { file }: MigrationRun,
  { place, state, by, at }: Pick<MigrationPart, 'place' | 'state' | 'by' | 'at'>,
  environment: string,
): Problem =>
  new Problem('part-edited', `${file} was edited after a part of it had run in ${environment}.`, {
    why: `Part ${place + 1} was ${state === 'done' ? 'committed' : 'begun'} by ${by} at ${at} UTC with another text. What it did then cannot be told from the file now. Nothing was changed.`,
    fix: `Give the part its old text again and put what is new into a migration of its own: git log -p -- ${file}`,
  });
