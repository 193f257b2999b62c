/** The statements from one schema to another, as they can be copied, and what is proven of them. */
import type { WayProof } from '../compare/catalogs/way-proof.ts';
import type { WayStatement } from '../model/index.ts';
import { differenceLines } from './differences.ts';
import { listed, type Pen } from './style.ts';
import { hang } from './wrap.ts';

export interface ToldWay {
  statements: readonly WayStatement[];
  writer: string;
  roles: readonly string[];
  assumed: readonly string[];
  proof: WayProof;
}

export function wayLines(p: Pen, from: string, to: string, { statements, writer, roles, assumed, proof }: ToldWay): string[] {
  if (statements.length === 0)
    return [...hang(p, `No statements lead from ${from} to ${to}.`, { first: '' }), ...proofLines(p, from, to, proof)];
  const loses = statements.filter((s) => s.destroys).length;
  return [
    ...hang(p, `-- From ${from} to ${to}, written by ${writer}`, { first: '', rest: '--   ', paint: p.dim }),
    ...statements.flatMap((statement) => statementLines(p, statement)),
    '',
    ...(loses > 0
      ? hang(p, `${loses === 1 ? 'One of them loses' : `${loses} of them lose`} data.`, { first: '', paint: p.red })
      : []),
    ...(roles.length > 0 ? hang(p, `They need the roles ${listed(roles)}, which they do not make.`, { first: '' }) : []),
    ...assumed.flatMap((a) => hang(p, `Taken for granted: ${a}.`, { first: '' })),
    ...proofLines(p, from, to, proof),
  ];
}

function statementLines(p: Pen, { sql, destroys, alone }: WayStatement): string[] {
  const lines = sql.split('\n').map((line) => p.say(line));
  return [
    ...(destroys ? [p.red('-- loses data:')] : []),
    ...(alone ? [p.dim('-- has to be committed by itself:')] : []),
    ...(destroys ? lines.map(p.red) : lines),
  ];
}

function proofLines(p: Pen, from: string, to: string, { confidence, engine, why, remains }: WayProof): string[] {
  if (confidence === 'proven')
    return hang(p, `Proven on ${engine}: they ran on a copy of ${from}, and what they made was read back equal to ${to}.`, {
      first: '',
    });
  return [
    ...hang(p, `Unproven${engine ? ` (tried on ${engine})` : ''}: ${why}${remains.length > 0 ? ':' : '.'}`, {
      first: '',
      paint: p.yellow,
    }),
    ...(remains.length > 0
      ? differenceLines(p, { differences: remains, counted: ['structural', 'access', 'cosmetic'], notCompared: [] }).slice(0, -1)
      : []),
  ];
}
