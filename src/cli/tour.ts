/** The main job on an embedded database, in a throw-away folder: real files, a real PostgreSQL, the real commands. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Secret } from '../base/secret.ts';
import { openSession } from '../drivers/index.ts';
import { STOCK_TABLE } from '../model/history.ts';
import type { Environment } from '../model/target.ts';
import type { Io } from './io.ts';
import { main } from './main.ts';
import { brokenDatabase, brokenProject } from './tour-project.ts';

/** What is typed, and why. */
const STEPS: readonly { say: string; type: string; exit?: number }[] = [
  { say: 'A deploy "succeeded", and something is wrong. What?', type: 'doctor', exit: 1 },
  { say: 'What would a repair change? Nothing happens yet.', type: 'repair --dry-run' },
  { say: 'Do it. The receipt takes it back.', type: 'repair --yes' },
  { say: 'Take it back: every byte and row is as before.', type: 'undo <receipt> --yes' },
  { say: 'And once more, for good.', type: 'repair --yes' },
  { say: 'What is left?', type: 'doctor', exit: 1 },
  { say: 'The migration that was merged late: run it now, and record it.', type: 'repair skipped-migration --yes' },
  { say: 'The file that no entry names: list it, so that the next migrate runs it.', type: 'repair orphan-file --yes' },
  { say: 'Apply what is pending.', type: 'migrate' },
  { say: 'Again: one question, nothing to do.', type: 'migrate' },
];

/** Exit status 0 when every command did what the tour says it does. */
export async function tour(io: Io): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-tour-'));
  io.out(`A broken project is made in ${folder}\n(PostgreSQL runs inside this process, from a folder beside the migrations.)\n`);
  await make(folder);
  let receipts: string[] = [];
  for (const { say, type, exit = 0 } of STEPS) {
    const argv = type.replace('<receipt>', receipts.at(-1) ?? '').split(' ');
    io.out(`\n── ${say}\n$ npx tidemark ${argv.join(' ')}\n\n`);
    let seen = '';
    const listen = (write: (text: string) => void) => (text: string) => {
      seen += text;
      write(text);
    };
    const status = await main({
      ...io,
      argv,
      cwd: folder,
      env: {},
      out: listen(io.out),
      err: listen(io.out),
      interactive: false,
    });
    receipts = [...receipts, ...[...seen.matchAll(/Receipt ([0-9a-f-]+)\./g)].map((m) => m[1] ?? '')];
    if (status !== exit) {
      io.err(`\nThe tour expected exit status ${exit} and got ${status}. This is a bug of Tidemark's.\n`);
      return 70;
    }
  }
  io.out(
    `\n── That was the tour. The folder is yours to look at, or to delete:\n   cd ${folder}\n\nIn your own project:\n   npx tidemark doctor     what is wrong, why, and the one line to type\n   npx tidemark status     how far each environment has come\n   npx tidemark --help     everything else\n`,
  );
  return 0;
}

async function make(folder: string): Promise<void> {
  for (const [path, text] of Object.entries(brokenProject)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const session = await openSession(embedded(join(folder, 'data')), { mode: 'write', applicationName: 'tidemark tour' });
  await session.send(brokenDatabase);
  await session.close();
}

const embedded = (path: string): Environment => ({
  name: 'default',
  driver: 'pglite',
  url: new Secret(path),
  target: { environment: 'default', driver: 'pglite', host: path, database: '', role: '' },
  protected: false,
  named: false,
  table: STOCK_TABLE,
  from: 'the tour',
  lockTimeout: 300,
  lockBudget: 60_000,
  statementTimeout: 0,
  connectTimeout: 10_000,
});
