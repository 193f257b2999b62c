/** What does a config file export, which variables did it ask for, and what went wrong? Runs it in a child process. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize } from 'node:v8';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { placeOf } from '../../base/line.ts';
import { Problem } from '../../base/problem.ts';
import { mask } from '../../base/secret.ts';
import type { VariableRead } from '../../model/project.ts';
import { secretsAmong } from './credentials.ts';
import type { Surrounding } from './env-files.ts';
import { installLine } from './install-line.ts';

/** A variable with its value; the value never leaves `read`. */
export interface Seen extends VariableRead {
  value: string | undefined;
}

export interface Evaluation {
  file: string;
  value: unknown;
  seen: Seen[];
  /** What it wrote to stdout and stderr, masked. */
  printed: string;
}

export type Evaluated = { ok: true; value: Evaluation } | { ok: false; problem: Problem; seen: Seen[] };

interface Thrown {
  message: string;
  syntax: boolean;
  place: { file: string; line: number } | null;
  missing: { request: string; from: string } | null;
}

interface Answer {
  exported?: { value: unknown; named: boolean };
  thrown?: Thrown;
  exited?: number;
  called?: boolean;
  variables: { name: string; value: string | undefined; setBy: string | null }[];
}

export const TIME_LIMIT = 10_000;
const CHILD = fileURLToPath(new URL('./config-child.cjs', import.meta.url));

/** Names that a person would give to a connection's variable. */
const CONNECTION_WORDS = ['URL', 'URI', 'DATABASE', 'POSTGRES', 'PG', 'DB', 'CONNECTION', 'DSN', 'PASSWORD', 'HOST'];
export const isConnectionName = (name: string): boolean => CONNECTION_WORDS.some((word) => name.toUpperCase().includes(word));

/** Unset variables that it asked for, those of a connection before all others. */
export function unsetNames(seen: Seen[]): string[] {
  const unset = seen.filter(({ value, name }) => !value && name !== 'NODE_ENV').map(({ name }) => name);
  const likely = unset.filter(isConnectionName);
  return likely.length > 0 ? likely : unset;
}

export async function evaluate(root: string, path: string, surrounding: Surrounding, limit = TIME_LIMIT): Promise<Evaluated> {
  const file = relative(root, path) || basename(path);
  if (path.endsWith('.json')) return evaluateJson(path, file);
  const { answer, text, hangs } = await run(root, path, surrounding, limit);
  const seen: Seen[] = (answer?.variables ?? []).map(({ name, value, setBy }) => ({
    name,
    value,
    set: Boolean(value),
    from: value ? (setBy ?? surrounding.origins.get(name) ?? 'the environment') : null,
  }));
  const printed = mask(
    text,
    secretsAmong([...Object.entries(surrounding.values), ...seen.map((s): [string, string | undefined] => [s.name, s.value])]),
  ).trim();
  const failed = (problem: Problem): Evaluated => ({ ok: false, problem, seen });
  if (hangs) return failed(hanging(file, limit, printed));
  if (answer?.thrown) return failed(throwing(root, file, answer.thrown, seen, surrounding, printed));
  if (!answer?.exported) return failed(leaving(file, answer, printed));
  if (answer.exported.named) return failed(nothingExported(file));
  return { ok: true, value: { file, value: answer.exported.value, seen, printed } };
}

function evaluateJson(path: string, file: string): Evaluated {
  const text = readFileSync(path, 'utf8').replace('\uFEFF', '');
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { disallowComments: true });
  const [first] = errors;
  if (!first) return { ok: true, value: { file, value, seen: [], printed: '' } };
  const { line, column } = placeOf(text, first.offset);
  const problem = new Problem('config-not-json', `${file} is not valid JSON`, {
    why: `${file}:${line}:${column}: ${printParseErrorCode(first.error)}. drizzle-kit cannot read it either.`,
    fix: `correct line ${line} of ${file}`,
  });
  return { ok: false, problem, seen: [] };
}

function run(
  root: string,
  path: string,
  { values }: Surrounding,
  limit: number,
): Promise<{ answer: Answer | null; text: string; hangs: boolean }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--no-warnings', CHILD, path], {
      cwd: root,
      env: values,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const answer: Buffer[] = [];
    const text: Buffer[] = [];
    let hangs = false;
    const timer = setTimeout(() => {
      hangs = true;
      child.kill('SIGKILL');
    }, limit);
    child.stdio[3]?.on('data', (chunk: Buffer) => answer.push(chunk));
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => text.push(chunk));
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      const bytes = Buffer.concat(answer);
      resolve({
        answer: bytes.length > 0 ? (deserialize(bytes) as Answer) : null,
        text: Buffer.concat(text).toString('utf8'),
        hangs,
      });
    });
  });
}

/** The first lines of a foreign text, each indented. */
function quoted(text: string, lines = 6): string {
  const all = text.split('\n').filter((line) => line.trim() !== '');
  const more = all.length > lines ? [`… and ${all.length - lines} more lines`] : [];
  return [...all.slice(0, lines).map((line) => (line.length > 300 ? `${line.slice(0, 300)}…` : line)), ...more]
    .map((line) => `  ${line}`)
    .join('\n');
}

const alsoPrinted = (printed: string): string => (printed ? `\nIt printed:\n${quoted(printed)}` : '');

function hanging(file: string, limit: number, printed: string): Problem {
  return new Problem('config-hangs', `${file} did not finish within ${limit / 1000} s`, {
    why: `A config has to export its values and end; this one waits for something or loops. It was stopped.${alsoPrinted(printed)}`,
    fix: `remove what waits (a connection, a fetch, an endless loop) from ${file} and the files it imports`,
  });
}

function leaving(file: string, answer: Answer | null, printed: string): Problem {
  const how = answer?.called
    ? `It called process.exit(${answer.exited ?? 0}).`
    : answer
      ? 'It waits for a promise that nothing settles any more, or an error ended its process.'
      : 'Its process ended without a word.';
  return new Problem('config-threw', `${file} ended before it exported anything`, {
    why: `${how}${alsoPrinted(printed)}`,
    fix: `make ${file} export its config without ending the process`,
  });
}

const nothingExported = (file: string): Problem =>
  new Problem('config-no-default-export', `${file} has no default export`, {
    why: 'A config is what the file exports as default; this one exports other names, or nothing.',
    fix: `write \`export default defineConfig({ … })\` in ${file}`,
  });

function throwing(root: string, file: string, thrown: Thrown, seen: Seen[], surrounding: Surrounding, printed: string): Problem {
  const secrets = secretsAmong([
    ...Object.entries(surrounding.values),
    ...seen.map((s): [string, string | undefined] => [s.name, s.value]),
  ]);
  const at = thrown.place ? `${thrown.place.file}:${thrown.place.line}` : file;
  if (thrown.missing) return importing(root, file, thrown.missing, at);
  const message = mask(thrown.message, secrets).replaceAll(`${root}/`, '');
  if (thrown.syntax || thrown.message.startsWith('ParseError')) {
    return new Problem('config-syntax', `${file} is not valid TypeScript or JavaScript`, {
      why: `${at}:\n${quoted(message, 3)}`,
      fix: `correct ${at}`,
    });
  }
  const unset = unsetNames(seen);
  const lacks = unset.length > 0 ? `\nIt asked for ${unset.join(', ')}, which ${unset.length === 1 ? 'is' : 'are'} not set.` : '';
  return new Problem('config-threw', `${file} failed at ${at}`, {
    why: `${quoted(message)}${lacks}${alsoPrinted(printed)}`,
    fix:
      unset.length > 0
        ? `set ${unset.join(', ')} in .env beside ${file}, or in the environment`
        : `correct ${at}, or name another config with --config`,
  });
}

function importing(root: string, file: string, { request, from }: { request: string; from: string }, at: string): Problem {
  const own =
    request.startsWith('.') ||
    request.startsWith('/') ||
    request.startsWith('@/') ||
    request.startsWith('~') ||
    request.startsWith('#');
  const name = request
    .split('/')
    .slice(0, request.startsWith('@') ? 2 : 1)
    .join('/');
  const where = from === file ? at : from;
  if (own) {
    return new Problem('config-import-missing', `${file} imports '${request}', which does not exist`, {
      why: `${where} asks for it. Looked for as a file beside ${dirname(from) === '.' ? 'it' : from} and through the \`paths\` of tsconfig.json.`,
      fix: `correct the import in ${where}`,
    });
  }
  const env = name === 'dotenv' ? '\nor remove the import: drizzle-kit and Tidemark read .env by themselves' : '';
  return new Problem('config-import-missing', `${file} imports '${request}', and ${name} is not installed`, {
    why: `${where} asks for it, and no node_modules folder here holds ${name}.`,
    fix: `${installLine(root, name)}${env}`,
  });
}
