/** Could a statement that only writes rows have run without what its migration makes? PostgreSQL is asked, on a shadow. */
import type { Catalog } from '../../model/index.ts';
import { literal } from '../../sql/quote.ts';
import type { TryOut } from './audit.ts';

export interface Alone {
  /** Place of its migration in the folder, and its own in that. */
  migration: number;
  statement: number;
  text: string;
}

/** The most that are asked about in one audit. */
const MOST = 200;

/**
 * Of those that PostgreSQL refuses because what they name is not there, be it at their place or at the end: `<migration> <statement>`.
 * `ran`: what is taken to have run, by place.
 */
export async function impossibleAlone(
  alone: readonly Alone[],
  ran: readonly { place: number; name: string; text: string }[],
  tryOut: TryOut,
): Promise<Set<string>> {
  if (alone.length === 0 || alone.length > MOST) return new Set();
  const ask = ({ migration, statement, text }: Alone, when: string) => ({
    name: `${migration} ${statement}`,
    text: asking(text, marked(migration, statement, when)),
  });
  const places = [...new Set([...ran.map((r) => r.place), ...alone.map((a) => a.migration)])].toSorted((a, b) => a - b);
  const texts = places.flatMap((place) => [
    ...alone.filter((a) => a.migration === place).map((a) => ask(a, 'then')),
    ...ran.filter((r) => r.place === place).map(({ name, text }) => ({ name, text: leniently(text) })),
  ]);
  const tried = await tryOut([...texts, ...alone.map((a) => ask(a, 'now'))]);
  return tried.ok ? refused(alone, tried) : new Set();
}

const marked = (migration: number, statement: number, when: string): string =>
  `tidemark_refused_${migration}_${statement}_${when}`;

const isThere = ({ objects }: Catalog, mark: string): boolean => objects.has(`schema ${mark}`);

function refused(
  alone: readonly Alone[],
  { value: { catalog } }: Extract<Awaited<ReturnType<TryOut>>, { ok: true }>,
): Set<string> {
  return new Set(
    alone
      .filter((a) => ['then', 'now'].every((when) => isThere(catalog, marked(a.migration, a.statement, when))))
      .map((a) => `${a.migration} ${a.statement}`),
  );
}

/** As far as it runs: of what is only taken to have run, some may not be able to. */
const leniently = (text: string): string =>
  `do ${literal(`begin
  execute ${literal(text)};
exception
  when others then null;
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
