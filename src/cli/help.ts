/** The list of commands, and the help of one; derived from the commands themselves. */
import { commands } from '../commands/index.ts';
import type { Command, Flag } from '../model/index.ts';
import { CHANGING, COMMON, flagsOf } from './arguments.ts';
import { PLANNED } from './planned.ts';

const WIDTH = 80;

function hanging(left: string, right: string, at: number): string {
  const lines: string[] = [];
  let line = left.length < at - 1 ? left.padEnd(at) : `${left}\n${' '.repeat(at)}`;
  let cells = Math.max(at, left.length < at - 1 ? at : at);
  for (const word of right.split(' ')) {
    if (cells + word.length > WIDTH) {
      lines.push(line.trimEnd());
      line = ' '.repeat(at);
      cells = at;
    }
    line += `${word} `;
    cells += word.length + 1;
  }
  return [...lines, line.trimEnd()].join('\n');
}

const typing = (f: Flag): string => `  ${f.short ? `-${f.short}, ` : '    '}--${f.name}${f.value ? ` ${f.value}` : ''}`;

export async function overview(version: string): Promise<string> {
  const all = await Promise.all(Object.values(commands).map(async (load) => (await load()).default));
  const list = (changes: boolean) => all.filter((c) => c.changes === changes).map((c) => hanging(`  ${c.name}`, c.says, 20));
  return [
    `tidemark ${version}: how far has this database really come?`,
    '',
    'Looking (never creates or changes anything):',
    ...list(false),
    '',
    'Changing (plan, preview, consent, apply, verify, receipt):',
    ...list(true),
    '',
    'Also:',
    hanging('  tour', 'the main job on an embedded database, in a throw-away folder', 20),
    hanging('  help <command>', 'one command in full', 20),
    '',
    hanging('Not there yet:', Object.keys(PLANNED).join(', '), 15),
    '',
    'For all commands:',
    ...COMMON.map((f) => hanging(typing(f), f.says, 30)),
    '',
    'Start with: npx tidemark doctor',
  ].join('\n');
}

export function helpOf(command: Command): string {
  const positionals = (command.positionals ?? []).map((p) => (p.optional ? `[${p.name}${p.repeat ? ' …' : ''}]` : `<${p.name}>`));
  const lines = [`npx tidemark ${[command.name, ...positionals].join(' ')} [flags]`, '', hanging('', command.says, 0).trim()];
  if (command.about) lines.push('', hanging('', command.about, 0).trim());
  if (command.positionals?.length) lines.push('', ...command.positionals.map((p) => hanging(`  ${p.name}`, p.says, 20)));
  const own = flagsOf(command).filter((f) => !COMMON.includes(f) && !CHANGING.includes(f));
  if (own.length > 0) lines.push('', 'Flags:', ...own.map((f) => hanging(typing(f), f.says, 30)));
  if (command.changes) lines.push('', 'Plan and consent:', ...CHANGING.map((f) => hanging(typing(f), f.says, 30)));
  return [...lines, '', 'For all commands:', ...COMMON.map((f) => hanging(typing(f), f.says, 30))].join('\n');
}
