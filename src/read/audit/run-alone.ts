/** Could a statement that only writes rows have run without what its migration makes? PostgreSQL is asked, on a shadow. */
import type { Catalog } from '../../model/index.ts';
import { piecesOf } from '../../sql/breakpoints.ts';
import { literal } from '../../sql/quote.ts';
import type { TryOut } from './asking.ts';

export interface Alone {
  /** Place of its migration in the folder, and its own in that. */
  migration: number;
  statement: number;
  text: string;
}

/** The most questions of one audit. */
const MOST = 500;

/** Left in the shadow where something that is taken to have run cannot run inside a block: then nothing can be concluded. */
const UNRUN = 'tidemark_unrun';

/**
 * Of those that PostgreSQL refuses because what they name is not there, at their place and behind each that is taken to have run
 * after it: `<migration> <statement>`. `ran`: by place.
 */
export async function impossibleAlone(
  alone: readonly Alone[],
  ran: readonly { place: number; name: string; text: string }[],
  tryOut: TryOut,
): Promise<Set<string>> {
  const questions = alone.flatMap((a) => [
    { ...a, behind: a.migration - 1 },
    ...ran.filter((r) => r.place >= a.migration).map((r) => ({ ...a, behind: r.place })),
  ]);
  if (questions.length === 0 || questions.length > MOST) return new Set();
  const ask = (place: number) =>
    questions
      .filter((q) => q.behind === place)
      .map((q) => ({ name: markOf(q, q.behind), text: asking(q.text, markOf(q, q.behind)) }));
  const places = [...new Set([...ran.map((r) => r.place), ...questions.map((q) => q.behind)])].toSorted((a, b) => a - b);
  const tried = await tryOut(
    places.flatMap((place) => [
      ...ran.filter((r) => r.place === place).map(({ name, text }) => ({ name, text: leniently(text) })),
      ...ask(place),
    ]),
  );
  if (!tried.ok || isThere(tried.value.catalog, UNRUN)) return new Set();
  const possible = questions.filter((q) => !isThere(tried.value.catalog, markOf(q, q.behind))).map(nameOf);
  return new Set(alone.map(nameOf).filter((name) => !possible.includes(name)));
}

const nameOf = ({ migration, statement }: Alone): string => `${migration} ${statement}`;
const markOf = ({ migration, statement }: Alone, behind: number): string =>
  `tidemark_refused_${migration}_${statement}_${behind + 1}`;
const isThere = ({ objects }: Catalog, mark: string): boolean => objects.has(`schema ${mark}`);

/** As far as it runs: of what is only taken to have run, some may not be able to. Breakpoints cut a text even inside a literal. */
const leniently = (text: string): string =>
  `do ${literal(`begin
  execute ${literal(
    piecesOf(text)
      .map((piece) => piece.text)
      .join('\n;\n'),
  )};
exception
  when others then create schema if not exists ${UNRUN};
end`)}`;

/** It is taken back whatever comes of it; a refusal for want of a name leaves a schema of that name in the shadow. */
const asking = (text: string, mark: string): string =>
  `do ${literal(`begin
  begin
    execute ${literal(text)};
    raise exception using errcode = 'TM001';
  exception
    when sqlstate 'TM001' then null;
    when undefined_column or undefined_table or undefined_object or undefined_function or invalid_schema_name then create schema ${mark};
    when others then null;
  end;
end`)}`;
