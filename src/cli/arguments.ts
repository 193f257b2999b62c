/** What was typed, held against the command's own flags; a misspelt one names the nearest. */
import { parseArgs } from 'node:util';
import { nearest } from '../base/nearest.ts';
import { Problem } from '../base/problem.ts';
import type { Command, Flag } from '../model/index.ts';

/** The same for all commands. */
export const COMMON: readonly Flag[] = [
  { name: 'env', short: 'e', value: '<name>', says: 'environment (repeatable)', repeat: true },
  { name: 'json', says: 'one JSON object on stdout' },
  { name: 'events', value: '<file|->', says: 'one JSON event a line while it runs' },
  { name: 'github', says: 'annotations and a step summary for GitHub Actions' },
  { name: 'cwd', value: '<folder>', says: 'work there' },
  { name: 'config', value: '<file>', says: 'this drizzle.config' },
  { name: 'out', value: '<folder>', says: 'this migrations folder' },
  { name: 'verbose', says: 'say which driver, variable and file were used; show every line of a plan’s SQL' },
  { name: 'help', short: 'h', says: 'help for the command' },
];

/** For commands that change something. */
export const CHANGING: readonly Flag[] = [
  { name: 'dry-run', says: 'print the plan and stop' },
  { name: 'save', value: '<file>', says: 'keep the plan as JSON' },
  { name: 'plan', value: '<hash>', says: 'apply only if the plan is this one' },
  { name: 'yes', short: 'y', says: 'answer yes to a question without hazard' },
  { name: 'accept', value: '<hazard>', says: 'accept a hazard by its name (repeatable)', repeat: true },
  { name: 'on', value: '<environment>', says: 'consent to change a protected environment (repeatable)', repeat: true },
];

export const flagsOf = (command: Command): Flag[] => [...command.flags, ...(command.changes ? CHANGING : []), ...COMMON];

export interface Typed {
  positionals: string[];
  flags: Map<string, string[]>;
}

/** Throws a Problem for an unknown flag, a missing value, or a wrong number of positionals. */
export function typed(name: string, command: Command, argv: readonly string[]): Typed {
  const known = flagsOf(command);
  const options = Object.fromEntries(
    known.map((f) => [
      f.name,
      { type: f.value ? ('string' as const) : ('boolean' as const), multiple: true, ...(f.short ? { short: f.short } : {}) },
    ]),
  );
  const { tokens } = parseArgs({ args: [...argv], options, allowPositionals: true, strict: false, tokens: true });
  const flags = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const flag = known.find((f) => f.name === token.name);
    if (!flag) throw unknown(name, token.rawName, known);
    // `--cwd --json` forgot the folder; a value that begins so is written --cwd=--json.
    if (flag.value && (token.value === undefined || (!token.inlineValue && token.value.startsWith('--'))))
      throw usage(name, `${token.rawName} needs a value: ${token.rawName} ${flag.value}`);
    if (!flag.value && token.value !== undefined) throw usage(name, `${token.rawName} takes no value.`);
    const values = flags.get(flag.name) ?? [];
    if (values.length > 0 && flag.value && !flag.repeat) throw usage(name, `${token.rawName} was given twice.`);
    flags.set(flag.name, [...values, token.value ?? '']);
  }
  if (flags.has('help')) return { positionals, flags };
  const wanted = command.positionals ?? [];
  const missing = wanted.slice(positionals.length).find((p) => !p.optional);
  if (missing) throw usage(name, `It needs <${missing.name}>: ${missing.says}.`);
  if (positionals.length > wanted.length && !wanted.at(-1)?.repeat)
    throw usage(name, `"${positionals[wanted.length]}" is too much.`);
  return { positionals, flags };
}

function unknown(name: string, raw: string, known: readonly Flag[]): Problem {
  const near = nearest(
    raw.replace(/^-+/, ''),
    known.map((f) => f.name),
  );
  return new Problem('unknown-flag', `${name} has no flag ${raw}.`, {
    why: near ? `The nearest is --${near}.` : 'Nothing was done.',
    fix: `npx tidemark ${name} --help`,
  });
}

const usage = (name: string, what: string): Problem =>
  new Problem('usage', `${name} was not typed right.`, { why: what, fix: `npx tidemark ${name} --help` });
