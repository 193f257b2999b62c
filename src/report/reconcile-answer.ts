/** What schema.ts lacks, for `reconcile --into schema`: the objects, and the statements that make them. */
import type { ReconcileData } from '../commands/reconcile.ts';
import { pen, type Style } from './style.ts';
import { hang } from './wrap.ts';

/** Empty where schema.ts lacks nothing. Statements are never wrapped: what is shown is what can be copied. */
export function schemaLacksText({ lacking, migration }: ReconcileData, style: Style): string {
  if (lacking.length === 0 || !migration) return '';
  const p = pen(style);
  return [
    ...lacking.flatMap((object) => hang(p, object, { first: `${p.marks.bullet} `, rest: '  ' })),
    '',
    ...hang(p, 'In SQL, with all else that the migration makes:', { first: '', paint: p.dim }),
    ...migration.statements.flatMap((sql) => sql.split('\n').map((line) => p.say(line))),
  ].join('\n');
}
