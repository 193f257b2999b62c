/** One trial: a database with a past of its own, the audit of it, and what is true. */

import type { Audit } from '../../src/model/index.ts';
import type { TryOut } from '../../src/read/audit/asking.ts';
import { auditOf } from '../../src/read/audit/audit.ts';
import { countRows, countSeeds } from '../../src/read/audit/seed-rows.ts';
import { random } from '../compare/random.ts';
import type { Server } from '../servers.ts';
import type { History } from './history.ts';
import { claims, type Wrong } from './judge.ts';
import { catalogOf, dumpText, liveOn, together } from './live.ts';
import { type Truth, truthOf } from './truth.ts';
import { plainly, visible } from './visible.ts';
import { type Made, made, statementsOf, type Way } from './ways.ts';

export interface Trial {
  seed: number;
  way: Way;
  history: History;
  server: Server | null;
  /** A server that this machine's pg_dump reads; null: what needs one is left out. */
  dumping: Server | null;
  tryOut: TryOut;
}

export interface Tried {
  audit: Audit;
  truth: Truth[][];
  wrong: Wrong[];
}

export async function tried(trial: Trial): Promise<Tried> {
  const { history, way, server, dumping, tryOut } = trial;
  const r = random(trial.seed);
  const m = await made(way, history, { server, dumping, random: r });
  try {
    const live = await catalogOf(m.live);
    const { audit } = await auditOf({
      environment: 'dev',
      system: { tool: 'Drizzle', folder: 'drizzle/', own: true },
      live,
      replay: history.replay,
      migrations: history.migrations,
      recorded: new Set(history.migrations.filter(() => r.chance(0.5)).map((x) => x.name)),
      askSeeds: (asked) => countSeeds(m.live.session, asked),
      askRows: (tables) => countRows(m.live.session, tables),
      tryOut,
    });
    const truth = truthOf(history, m, live);
    const wrong = await seen(claims(audit, truth), audit, trial, m);
    if (dumping && m.live.url) wrong.push(...(await ofTheWhole(audit, history, m.live.url, dumping)));
    return { audit, truth, wrong };
  } finally {
    await m.live.end();
  }
}

/** Of a statement of which nothing could have been seen, nothing wrong can be said. */
async function seen(wrong: readonly Wrong[], audit: Audit, { history, dumping }: Trial, { sent }: Made): Promise<Wrong[]> {
  const left: Wrong[] = [];
  for (const one of wrong) {
    const migration = audit.migrations.findIndex((m) => m.migration === one.migration);
    let hidden = false;
    if (dumping && sent)
      for (const statement of one.of) hidden ||= !(await visible(history, sent, { migration, statement }, dumping));
    if (!hidden) left.push(one);
  }
  return left;
}

const dumps = new WeakMap<History, Map<string, string>>();

/** Where it is said to stand, with nothing left over, pg_dump shall see no difference either. */
async function ofTheWhole(audit: Audit, history: History, url: string, dumping: Server): Promise<Wrong[]> {
  const { stands, drift, notCompared } = audit;
  if (stands.is !== 'at' || drift.some((d) => d.class === 'structural') || notCompared.length > 0) return [];
  const dump = await dumpText(url, ['--schema-only', '--exclude-schema', 'drizzle']);
  if (dump === null) return [];
  const known = dumps.get(history) ?? new Map<string, string>();
  dumps.set(history, known);
  const name = stands.migration ?? '';
  const expected = known.get(name) ?? (await dumpAt(history, name, dumping));
  known.set(name, expected);
  return expected === plainly(dump)
    ? []
    : [{ migration: name, of: [], says: `it stands at ${name}, says audit; not so pg_dump` }];
}

async function dumpAt(history: History, name: string, server: Server): Promise<string> {
  const live = await liveOn(server);
  try {
    const end = history.migrations.findIndex((m) => m.name === name);
    for (let m = 0; m <= end; m += 1) await together(live, statementsOf(history, m));
    return plainly((await dumpText(live.url ?? '', ['--schema-only', '--exclude-schema', 'drizzle'])) ?? '');
  } finally {
    await live.end();
  }
}
