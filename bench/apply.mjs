// Applying: from one migration to ten thousand, on a server with its default settings and fsync on, beside psql and other runners.
import { join } from 'node:path';
import { createJiti } from 'jiti';
import { contenderOf, folderFor, kindsOf, query } from './appliers.mjs';
import { measureHeld } from './held.mjs';
import { measureLine } from './line.mjs';
import { installPeers } from './peers.mjs';
import { LINES, psql } from './tools.mjs';
import { roundsOfBoth } from './used.mjs';
import { dataFile, histories, six, statements } from './workload.mjs';

/** Over what the tests' servers leave out to be fast: PostgreSQL's own defaults. */
const DEFAULTS = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  autovacuum: 'on',
  shared_buffers: '128MB',
  max_connections: '100',
};
const TOLD = [
  'server_version',
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'max_locks_per_transaction',
  'max_connections',
];
const DATA = 50 * 1024 * 1024;
const jiti = createJiti(import.meta.url, { fsCache: false });

export async function measureApply(context) {
  const servers = await jiti.import('../tests/servers.ts');
  const major = [15, 18].find(servers.hasServer);
  const shell = psql();
  if (major === undefined || shell === null || process.platform !== 'linux') {
    process.stderr.write('apply: skipped, it takes Linux, PostgreSQL and psql\n');
    return null;
  }
  const server = await servers.startServer(major, { settings: DEFAULTS });
  try {
    const here = { ...context, server, servers, kinds: kindsOf(context, shell) };
    const peers = await installPeers(context.work);
    const brief = here.quick ? { n: 1, warm: false } : {};
    const all = { ...brief, apart: true, lines: LINES, peers: peers.installed };
    const groups = {
      many: await group(here, '200 migrations of 6 statements', times(200), all),
      long: await group(here, '1 migration of 2,000 statements', [statements(2000)], brief),
      ...(await large(here)),
    };
    const line = await measureLine(here);
    const held = await measureHeld(here);
    return { groups, line, held, skipped: peers.skipped, settings: await settingsOf(server.url()) };
  } finally {
    await server.stop();
  }
}

const times = (count) => Array.from({ length: count }, (_, i) => six(i));

/** These take minutes, so that they are repeated less often, and --quick leaves out what takes longest. */
async function large(here) {
  const few = { ours: true, warm: false };
  const most = Math.min(here.n, here.quick ? 1 : 5);
  const groups = {
    thousand: await group(here, '1,000 migrations of 6 statements', times(1000), { ...few, apart: true, n: most }),
    data: await group(here, 'a data file of 50 MB', [dataFile(DATA)], { ...few, n: most }),
  };
  if (here.quick) return groups;
  return {
    ...groups,
    huge: await group(here, '1 migration of 20,000 statements', [statements(20_000)], { ...few, n: most }),
    tenThousand: await group(here, '10,000 migrations of 6 statements', times(10_000), { ...few, apart: true, n: 1 }),
  };
}

async function settingsOf(url) {
  const [row] = await query(url, `select ${TOLD.map((name) => `current_setting('${name}') as ${name}`).join(', ')}`);
  return row;
}

/** One size for all: each run gets an empty database, and is held to the number of migrations that it recorded. */
async function group(here, name, lists, { apart = false, lines = ['0.x'], peers = [], ours = false, n, warm }) {
  const { kinds } = here;
  const history = histories(lists);
  const at = join(here.work, `apply-${lists.length}-${lists[0].length}`);
  const dirs = Object.fromEntries(lines.map((line) => [line, folderFor(join(at, line), line, history, apart)]));
  const contenders = [
    contenderOf(here, apart ? kinds.apart : kinds.one, dirs['0.x'], lists.length),
    ...lines.flatMap((line) =>
      [kinds.tidemark(line), ...(ours ? [] : [kinds.kit(line), kinds.orm(line)])].map((kind) =>
        contenderOf(here, kind, dirs[line], lists.length),
      ),
    ),
    ...peers.map((peer) => {
      const dir = join(at, peer.name);
      peer.layout(dir, history);
      return contenderOf(here, kinds.peer(peer), dir, lists.length);
    }),
  ];
  const bytes = lists.flat().reduce((sum, text) => sum + text.length, 0);
  return { ...(await roundsOfBoth(name, contenders, here, { n, warm })), bytes };
}
