/** Which lines of package.json run another migration tool, or one of the team's own scripts? */
import { resolve } from 'node:path';
import { legacyTools } from '../legacy/index.ts';
import type { LegacySign } from '../model/surroundings.ts';
import { readBytes } from './bytes.ts';
import { firstToken, isRecord, lineCounter, membersAt, parseJson } from './folder/json-places.ts';

/** The command itself is never repeated: it may hold a password. */
export function legacyLines(root: string, signs: readonly LegacySign[]): LegacySign[] {
  const read = readBytes(resolve(root, 'package.json'));
  if (!read.ok) return [];
  const text = Buffer.from(read.value.bytes).toString('utf8');
  const parsed = parseJson(text);
  const scripts = parsed.ok && isRecord(parsed.value) ? parsed.value['scripts'] : undefined;
  if (!isRecord(scripts)) return [];
  const block = membersAt(text, firstToken(text)).findLast(({ key }) => key === 'scripts');
  const place = lineCounter(text);
  const own = signs.filter(({ tool }) => tool === 'hand-made script').map(({ where }) => where);
  const lines: LegacySign[] = [];
  for (const { key, offset } of block ? membersAt(text, block.offset) : []) {
    const command = key === null ? undefined : scripts[key];
    if (typeof command !== 'string') continue;
    const where = `package.json:${place(offset).line}`;
    for (const { tool, commands } of legacyTools) {
      if (commands.some((part) => runs(command, part)))
        lines.push({ tool, where, says: `the script ${JSON.stringify(key)} runs it` });
    }
    const script = own.find((path) => command.includes(path));
    if (script !== undefined)
      lines.push({ tool: 'hand-made script', where, says: `the script ${JSON.stringify(key)} runs ${script}` });
  }
  return lines;
}

/** `part` begins a word: `mongoose ` does not run goose. */
function runs(command: string, part: string): boolean {
  for (let at = command.indexOf(part); at !== -1; at = command.indexOf(part, at + 1)) {
    if (at === 0 || !/[\w-]/.test(command[at - 1] ?? '')) return true;
  }
  return false;
}
