/** Real histories, as far as they run without anything around them, cut to the first that a trial can bear. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Shadow } from '../../src/read/shadow/shadow.ts';
import type { Server } from '../servers.ts';
import { type History, historyOf, type Written } from './history.ts';
import { liveOn, together } from './live.ts';
import { statementsOf } from './ways.ts';

const FOLDER = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const LONGEST = 25;
/** The quick ones first. */
const NAMES = [
  'morphic',
  'first-tree-collision',
  'claude-code-hub',
  'latitude',
  'kaneo',
  'matkassen',
  'ethproofs',
  'autumn',
  'hospeda',
];

/** Those that are here. */
export const corpusNames = (): string[] => NAMES.filter((name) => existsSync(join(FOLDER, name, 'migrations')));

/** null: too little of it runs. */
export async function corpusHistory(shadow: Shadow, name: string, servers: readonly Server[]): Promise<History | null> {
  const written = filesOf(join(FOLDER, name, 'migrations')).slice(0, LONGEST);
  const history = await historyOf(shadow, name, written);
  const cut = history && (await asFarAsServers(history, servers));
  const fitting =
    cut === null || cut === history?.migrations.length ? history : await historyOf(shadow, name, written.slice(0, cut));
  return fitting && fitting.migrations.length > 4 ? fitting : null;
}

function filesOf(folder: string): Written[] {
  const journal = join(folder, 'meta/_journal.json');
  const read = (name: string, path: string): Written => ({ name, text: readFileSync(join(folder, path), 'utf8') });
  if (!existsSync(journal))
    return readdirSync(folder)
      .filter((name) => /^\d{14}/.test(name))
      .sort()
      .map((name) => read(name, `${name}/migration.sql`));
  const { entries } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: { tag: string }[] };
  return entries.filter(({ tag }) => existsSync(join(folder, `${tag}.sql`))).map(({ tag }) => read(tag, `${tag}.sql`));
}

/** How many migrations all servers take, each in one transaction. */
async function asFarAsServers(history: History, servers: readonly Server[]): Promise<number> {
  let least = history.migrations.length;
  for (const server of servers) {
    const live = await liveOn(server);
    let at = 0;
    while (at < least && (await together(live, statementsOf(history, at)))) at += 1;
    least = at;
    await live.end();
  }
  return least;
}
