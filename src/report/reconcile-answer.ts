/** What schema.ts lacks, for `reconcile --into schema`: the objects, drizzle-kit's lines for them, and the statements that make them. */
import { flagOf } from '../base/flag.ts';
import type { ReconcileData } from '../commands/reconcile.ts';
import type { SchemaLines } from '../model/index.ts';
import { pen, type Style } from './style.ts';
import { hang } from './wrap.ts';

/** Empty where schema.ts lacks nothing. Lines and statements are never wrapped: what is shown is what can be copied. */
export function schemaLacksText({ environment, lacking, lines, migration }: ReconcileData, style: Style): string {
  if (lacking.length === 0 || !migration) return '';
  const p = pen(style);
  const said = (text: string): string[] => hang(p, text, { first: '', paint: p.dim });
  const copied = (texts: readonly string[]): string[] =>
    texts.flatMap((text) => text.split('\n').map((line) => p.say(spaced(line))));
  return [
    ...lacking.flatMap((object) => hang(p, object, { first: `${p.marks.bullet} `, rest: '  ' })),
    '',
    ...(lines?.ok
      ? [...inTypeScript(lines.value, environment, said, copied), '']
      : lines
        ? [...said(`There are no lines of TypeScript for it, because ${lines.why}.`), '']
        : []),
    ...said('In SQL, with all else that the migration makes:'),
    ...copied(migration.statements),
  ].join('\n');
}

/** A tab at a line's beginning would be shown as its name. */
const spaced = (line: string): string =>
  `${'  '.repeat(line.length - line.replace(/^\t+/, '').length)}${line.replace(/^\t+/, '')}`;

type Lines = (text: string) => string[];

function inTypeScript(
  { writer, imports, whole, within, without }: SchemaLines,
  environment: string,
  said: Lines,
  copied: (texts: readonly string[]) => string[],
): string[] {
  return [
    ...said(
      `In the words of ${writer}, tried in a copy of schema.ts; write them there, then: npx tidemark reconcile${flagOf(environment)}`,
    ),
    ...copied(imports),
    ...whole.flatMap((block) => ['', ...copied([block])]),
    ...within.flatMap(({ table, columns, extras }) => [
      '',
      ...(columns.length > 0
        ? [
            ...said(`Columns of "${table}", in place of those that have the same name:`),
            ...copied(columns.map((line) => `\t${line},`)),
          ]
        : []),
      ...(extras.length > 0
        ? [...said(`In the third argument of "${table}", (table) => […]:`), ...copied(extras.map((line) => `\t${line},`))]
        : []),
    ]),
    ...(without.length > 0
      ? ['', ...said(`Not in these lines, because what ${writer} writes of it makes something else: ${without.join(', ')}.`)]
      : []),
  ];
}
