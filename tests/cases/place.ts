/** A case made real in a temporary folder with its databases, where commands can be typed. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main.ts';
import { stockProject } from '../stock.ts';
import { type Case, databaseSql, variableOf } from './case.ts';
import type { Database, Engine } from './engine.ts';
import { masker } from './mask.ts';

export interface Typed {
  exit: number;
  /** stdout and stderr as they came, with what differs by machine masked; stderr lines begin with `! `. */
  shown: string;
  /** stdout as it was. */
  out: string;
}

export interface Place {
  folder: string;
  /** Where commands are typed: `folder`, or the project below it. */
  project: string;
  databases: ReadonlyMap<string, Database>;
  variables: Record<string, string>;
  /** `{{DATABASE_URL}}` for each URL, as given/ writes it. */
  hide(text: string): string;
  /** Runs `tidemark …` in this process. */
  type(line: string): Promise<Typed>;
  typeWords(words: readonly string[]): Promise<Typed>;
  remove(): void;
}

/** 2026-01-15 10:00 UTC. */
export const NOW = Date.UTC(2026, 0, 15, 10);
const BY = 'ada@example';

export interface Otherwise {
  /** Changes the project's files before anything reads them. */
  files?: (project: string) => void;
  /** Runs in each database after its own text. */
  sql?: string;
}

export async function makePlace(one: Case, engine: Engine, { files, sql }: Otherwise = {}): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-case-'));
  const project = join(folder, 'place', ...(one.within?.split('/') ?? []));
  mkdirSync(project, { recursive: true });
  const texts = new Map(
    one.environments.map((environment) => [
      environment,
      `${databaseSql(one, environment)}${sql === undefined ? '' : `\n${sql}`}`,
    ]),
  );
  const databases = await engine.make(one.name, texts, one.role);
  const urls = Object.fromEntries([...databases].map(([environment, { url }]) => [variableOf(environment), url]));
  if (one.git) repository(one, join(folder, 'place'), project);
  putFiles(one, 'given', project);
  files?.(project);
  putUrls(project, urls);
  if (one.tools) await stockProject(one.line, project);
  if (one.git) commit(join(folder, 'place'), 'given');
  const set = one.set.map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]);
  const variables: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    ...urls,
    ...Object.fromEntries(set),
  };
  for (const name of one.unset) delete variables[name];
  const mask = masker(
    [...databases.values()].map(({ url }) => url),
    [project, folder],
  );
  let ticks = 0;
  const typeWords = async (words: readonly string[]): Promise<Typed> => {
    let all = '';
    let out = '';
    let fresh = true;
    const exit = await main({
      argv: words,
      cwd: project,
      env: variables,
      version: '0.0.0',
      columns: undefined,
      interactive: false,
      by: BY,
      // Each look at the clock is a moment later, so that receipts have an order; nothing prints milliseconds.
      now: () => NOW + ticks++,
      out(text) {
        out += text;
        all += text;
        fresh = text.endsWith('\n');
      },
      err(text) {
        all += `${fresh ? '' : '\n'}${text
          .replace(/\n$/, '')
          .split('\n')
          .map((line) => `! ${line}`.trimEnd())
          .join('\n')}\n`;
        fresh = true;
      },
    });
    return { exit, out, shown: mask.text(all) };
  };
  return {
    folder,
    project,
    databases,
    variables,
    hide: (text) => Object.entries(urls).reduce((t, [variable, url]) => t.replaceAll(url, `{{${variable}}}`), text),
    typeWords,
    type: (line) => typeWords(wordsOf(mask.typed(line))),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** As a shell would split it: quotes keep together, nothing else has a meaning. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) => word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'));
}

function putFiles(one: Case, from: 'given' | 'before', project: string): void {
  const source = join(one.folder, from);
  if (!existsSync(source)) return;
  const database = [join(source, 'database.sql'), join(source, 'databases')];
  cpSync(source, project, { recursive: true, verbatimSymlinks: true, filter: (path) => !database.includes(path) });
}

/** In .env files and JSON configs, which cannot read variables, `{{DATABASE_URL}}` stands for the URL. */
function putUrls(project: string, urls: Record<string, string>): void {
  for (const name of readdirSync(project)) {
    if (!name.startsWith('.env') && !name.endsWith('.json') && !name.endsWith('.config.ts')) continue;
    const path = join(project, name);
    if (!lstatSync(path).isFile()) continue;
    const text = readFileSync(path, 'utf8');
    if (!text.includes('{{')) continue;
    const { mode } = lstatSync(path);
    writeFileSync(
      path,
      Object.entries(urls).reduce((t, [variable, url]) => t.replaceAll(`{{${variable}}}`, url), text),
    );
    chmodSync(path, mode);
  }
}

function repository(one: Case, top: string, project: string): void {
  run(top, ['init', '-q', '-b', 'main']);
  if (!existsSync(join(one.folder, 'before'))) return;
  putFiles(one, 'before', project);
  commit(top, 'before');
  for (const name of readdirSync(project)) if (name !== '.git') rmSync(join(project, name), { recursive: true });
}

function commit(top: string, message: string): void {
  run(top, ['add', '-A']);
  run(top, ['commit', '-q', '--allow-empty', '-m', message]);
}

function run(cwd: string, args: string[]): void {
  const date = '2026-01-02T12:00:00Z';
  const who = {
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
  };
  const settings = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  execFileSync('git', args, {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ...who, ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
