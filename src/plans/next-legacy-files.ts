/** A reconciliation as the next files of another migration system: its own runner runs them, and nothing is written to its table. */
import { type NextFile, nextFiles } from '../legacy/next-file.ts';
import type { NamedSystem } from '../legacy/system-named.ts';
import type { Change, LegacyFile, Reconciliation, WayStatement } from '../model/index.ts';

export interface LegacyPart {
  /** run: it makes something where it was looked. mark: it is true there already. */
  does: 'run' | 'mark';
  file: Pick<NextFile, 'path' | 'name' | 'version'>;
  statements: string[];
  /** The file is there and holds just these statements. */
  there: boolean;
}

/**
 * What is there besides and what is missing are two files: no database can run both, and one that counts its newest file alone
 * has to be told of the first before it runs the second.
 */
export function legacyParts(found: Reconciliation, { history, writing }: NamedSystem, word: string): LegacyPart[] {
  const textOf = (statements: readonly WayStatement[]): string => {
    const texts = statements.map((s) => s.sql);
    return writing.text?.(texts) ?? `${texts.join('\n')}\n`;
  };
  const parts = [
    { does: 'mark' as const, statements: found.migration },
    { does: 'run' as const, statements: found.database },
  ]
    .filter(({ statements }) => statements.length > 0)
    .map((part, _, all) => ({
      ...part,
      word: all.length > 1 && part.does === 'run' ? `${word}_missing` : word,
      old: history.files.find((f) => f.content.ok && f.content.value.text === textOf(part.statements)),
    }));
  const left = parts.filter((part) => !part.old);
  const names =
    left.length === 0
      ? []
      : nextFiles(
          history,
          left.map((part) => part.word),
        );
  return parts.flatMap(({ does, statements, old }) => {
    const file = old ? asNext(old) : names.shift();
    return file ? [{ does, file, statements: statements.map((s) => s.sql), there: old !== undefined }] : [];
  });
}

const asNext = ({ path, name, version }: LegacyFile): NextFile => ({ path, name, version: version ?? name });

export const legacyChanges = (
  parts: readonly LegacyPart[],
  { history: { tool }, writing }: NamedSystem,
  environment: string,
): Change[] =>
  parts
    .filter((part) => !part.there)
    .map(({ does, file, statements }) => ({
      kind: 'create',
      path: file.path,
      content: writing.text?.(statements) ?? `${statements.join('\n')}\n`,
      says:
        does === 'run'
          ? `${file.name} makes in ${environment} what the folder makes, when ${tool} runs it.`
          : `${file.name} makes what no migration made; in ${environment} it is true already.`,
    }));
