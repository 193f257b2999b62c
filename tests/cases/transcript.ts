/** What a person types, and exactly what they see: parsed into commands, and written anew from what they show now. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from './case.ts';
import { type Place, wordsOf } from './place.ts';

/** Lines behind `$ `: `tidemark …`, or `psql [-e <environment>] '<one statement>'`. */
export function linesOf(one: Case): string[] {
  const path = join(one.folder, 'transcript.txt');
  if (existsSync(path)) {
    const lines = readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('$ '))
      .map((line) => line.slice(2));
    if (lines.length > 0) return lines;
  }
  const several = one.environments.length > 1 ? one.environments.map((e) => ` -e ${e}`).join('') : '';
  if (one.remedy === 'none') return ['tidemark doctor', `tidemark repair ${one.rule} --yes${several}`];
  const repair = `tidemark repair${one.rule ? ` ${one.rule}` : ''}${one.remedy ? ` --with ${one.remedy}` : ''}${several}`;
  return ['tidemark doctor', `${repair} --dry-run`, `${repair} --yes`, 'tidemark doctor'];
}

/** How the case looks: with an audit where it does so anywhere. */
export const lookOf = (one: Case): string[] =>
  linesOf(one).includes('tidemark doctor --audit') ? ['doctor', '--audit'] : ['doctor'];

export async function played(one: Case, place: Place): Promise<string> {
  const blocks: string[] = [];
  for (const line of linesOf(one)) blocks.push(`$ ${line}\n${await shownBy(line, place)}`);
  return blocks.join('\n');
}

async function shownBy(line: string, place: Place): Promise<string> {
  if (line.startsWith('psql ')) {
    const words = wordsOf(line).slice(1);
    const environment = words[0] === '-e' ? words[1] : [...place.databases.keys()][0];
    const database = place.databases.get(environment ?? '');
    if (!database) throw new Error(`no environment for: ${line}`);
    await database.exec(words.at(-1) ?? '');
    return '';
  }
  if (!line.startsWith('tidemark ')) throw new Error(`a transcript can hold tidemark and psql: ${line}`);
  const { exit, shown } = await place.type(line.slice('tidemark '.length));
  const end = shown === '' || shown.endsWith('\n') ? '' : '\n';
  return `${shown}${end}${exit === 0 ? '' : `[${exit}]\n`}`;
}

/** The first line that repairs, without its consent to be asked again; null: the case repairs nothing. */
export function repairLine(one: Case): string | null {
  const line = linesOf(one).find(
    (l) => /^tidemark (repair|rebuild-history|adopt|baseline|reconcile)\b/.test(l) && !/--(dry-run|into)\b/.test(l),
  );
  return line === undefined ? null : line.slice('tidemark '.length);
}

/** Words alone: lines end elsewhere where a server's name is longer. */
export const unwrapped = (transcript: string): string =>
  transcript
    .split('\n')
    .map((line) => (line.startsWith('! ') ? line.slice(2) : line).trim())
    .join(' ')
    .split(' ')
    .filter((word) => word !== '' && word !== '!')
    .join(' ');
