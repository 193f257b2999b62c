/** Command lines with mistakes in them, saved plans of anybody, and .tidemark with anything in it. */
import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bytesOf, journal, type Place, smallPlace } from './place.ts';

let place: Place;
beforeEach(() => {
  place = smallPlace();
});
afterEach(() => place.remove());

const LINES: readonly [string, string][] = [
  ['doctr', 'unknown-command'],
  ['DOCTOR', 'unknown-command'],
  ['__proto__', 'unknown-command'],
  ['constructor', 'unknown-command'],
  ['toString', 'unknown-command'],
  ['squash', 'not-there-yet'],
  ['doctor --jsn', 'unknown-flag'],
  ['doctor --strct', 'unknown-flag'],
  ['doctor --force', 'unknown-flag'],
  ['doctor -x', 'unknown-flag'],
  ['doctor --constructor', 'unknown-flag'],
  ['doctor ---', 'unknown-flag'],
  ['doctor --json=yes', 'usage'],
  ['doctor --cwd', 'usage'],
  ['doctor --cwd drizzle --cwd .', 'usage'],
  ['doctor --out drizzle --out .', 'usage'],
  ['doctor too much', 'usage'],
  ['doctor -e nowhere', 'unknown-environment'],
  ['status -e constructor', 'unknown-environment'],
  ['status --env=', 'unknown-environment'],
  ['repair no-such-rule', 'unknown-rule'],
  ['repair constructor', 'unknown-rule'],
  ['repair journal-entry-without-tag --with nothing-like-it', ''],
  ['explain', 'usage'],
  ['explain journal-entry-without-tga', 'unknown-rule'],
  ['explain __proto__', 'unknown-rule'],
  ['undo', 'usage'],
  ['undo 000000', 'unknown-receipt'],
  ['undo ../../etc/passwd', 'unknown-receipt'],
  ['acknowledge', 'usage'],
  ['acknowledge no-such-rule x --reason y', 'unknown-rule'],
  ['apply', 'usage'],
  ['apply nowhere.json', 'file-unreadable'],
  ['apply drizzle', 'file-unreadable'],
  ['migrate', 'no-database'],
  ['migrate -e x -e y', 'unknown-environment'],
  ['rebuild-history', 'no-database'],
  ['rebuild-history --ran nothing', 'no-database'],
  ['doctor --cwd nowhere', ''],
  ['doctor --cwd drizzle.config.json', ''],
  ['doctor --config nowhere.ts', ''],
  ['doctor --config drizzle', ''],
  ['doctor --out nowhere --files', ''],
];

test.each(LINES)('%s', async (line, code) => {
  const argv = line.split(' ');
  const before = bytesOf(place.folder);
  const { exit, all } = await place.type(...argv);
  if (code !== '') {
    expect(exit, all).toBe(2);
    expect(all).toContain(`(${code})`);
    if (argv.length < 3 || !argv.includes('--json')) {
      const { told } = await place.ask(...argv.filter((a) => !a.startsWith('--json')));
      if (!line.includes('--json')) expect(told.problem?.code).toBe(code);
    }
  }
  expect(bytesOf(place.folder)).toEqual(before);
});

test('nothing, help and version', async () => {
  expect((await place.type()).exit).toBe(2);
  for (const line of ['--help', '-h', 'help', '--version', '-v', 'help doctor', 'doctor --help', 'repair -h', 'undo --help'])
    expect((await place.type(...line.split(' '))).exit, line).toBe(0);
  expect((await place.type('help', 'nothing')).exit).toBe(2);
  expect((await place.type('')).exit).toBe(2);
  expect((await place.type('a\u001b[31mb')).all).not.toContain('\u001b');
});

test('a misspelt word names the nearest', async () => {
  expect((await place.type('doctr')).err).toContain('npx tidemark doctor');
  expect((await place.type('doctor', '--jsn')).err).toContain('--json');
  expect((await place.type('explain', 'journal-entry-without-tga')).err).toContain('journal-entry-without-tag');
});

/** A broken project and the plan that mends it. */
async function planned(): Promise<Record<string, unknown>> {
  const whole = journal();
  const [first, second] = whole.entries as Record<string, unknown>[];
  place.write(
    'drizzle/meta/_journal.json',
    JSON.stringify({ ...whole, entries: [first, { ...second, tag: undefined }] }, null, 2),
  );
  const { exit } = await place.type('repair', 'journal-entry-without-tag', '--save', 'plan.json', '--dry-run');
  expect(exit).toBe(0);
  return JSON.parse(place.read('plan.json')) as Record<string, unknown>;
}

describe('a kept plan', () => {
  test('as it was made can be applied', async () => {
    await planned();
    expect((await place.type('apply', 'plan.json', '--yes')).exit).toBe(0);
    expect((await place.type('doctor', '--files')).exit).toBe(0);
  });

  test('of anything is refused', { timeout: 60_000 }, async () => {
    const plan = await planned();
    const before = bytesOf(place.folder);
    const refused = async (text: string): Promise<void> => {
      place.write('plan.json', text);
      const { exit, told } = await place.ask('apply', 'plan.json', '--yes');
      expect([exit, typeof told.problem?.fix], text.slice(0, 200)).toEqual([2, 'string']);
    };
    for (const text of [
      '',
      '{',
      'null',
      '7',
      '"x"',
      '[]',
      '{}',
      '{"format":2}',
      `[${'['.repeat(1000)}`,
      JSON.stringify({ ...plan, format: 2 }),
    ])
      await refused(text);
    for (const key of Object.keys(plan).filter((k) => k !== 'hash'))
      for (const value of [null, 7, 'x', [7], { a: 1 }, [null], ['x'], undefined])
        await refused(JSON.stringify({ ...plan, [key]: value }));
    for (const hash of ['', 'x', '0'.repeat(64), null]) await refused(JSON.stringify({ ...plan, hash }));
    rmSync(join(place.folder, 'plan.json'));
    before.delete('plan.json');
    expect(bytesOf(place.folder)).toEqual(before);
  });

  test('that was tampered with and hashed anew reaches nothing outside the project', async () => {
    const { seal } = (await import('../../src/plans/seal.ts')) as unknown as { seal(plan: object): object };
    const plan = await planned();
    place.write('outside/victim.txt', 'safe');
    symlinkSync(join(place.folder, 'outside'), join(place.folder, 'drizzle/link'));
    const step = (plan['steps'] as Record<string, unknown>[])[0];
    const { hash: _, ...rest } = plan;
    for (const path of [
      '../../etc/x',
      '/etc/x',
      'drizzle/../../x',
      '..',
      '.',
      '',
      'drizzle\0x',
      `${'../'.repeat(30)}tmp/x`,
      7,
      null,
    ]) {
      place.write(
        'plan.json',
        JSON.stringify(
          seal({
            ...rest,
            steps: [{ ...step, path, before: null, edits: [{ offset: 0, was: '', now: 'x' }] }],
            assumes: [{ kind: 'file', path, print: null }],
          }),
        ),
      );
      const { exit } = await place.ask('apply', 'plan.json', '--yes');
      expect(exit, String(path)).toBe(2);
    }
    for (const steps of [
      [7],
      [null],
      [{ kind: 'nothing' }],
      [{ kind: 'sql', says: 'x', environment: 'nowhere', text: 'drop table x', undo: null }],
      [{ ...step, edits: [7] }],
      [{ ...step, edits: 'x' }],
      [{ ...step, mode: 'x' }],
    ]) {
      place.write('plan.json', JSON.stringify(seal({ ...rest, steps })));
      const { exit } = await place.ask('apply', 'plan.json', '--yes');
      expect(exit, JSON.stringify(steps)).toBe(2);
    }
    expect(place.read('outside/victim.txt')).toBe('safe');
    expect(place.read('drizzle/meta/_journal.json')).not.toContain('0001_bob');
  });

  test('of 20 MB is read', async () => {
    const plan = await planned();
    place.write('plan.json', JSON.stringify({ ...plan, notes: ['x'.repeat(20_000_000)] }));
    expect((await place.ask('apply', 'plan.json', '--yes')).exit).toBe(2);
  });

  test('cannot be kept where there is no folder', async () => {
    await planned();
    const { exit } = await place.type('repair', 'journal-entry-without-tag', '--save', 'nowhere/deep/plan.json', '--dry-run');
    expect(exit).toBe(2);
    expect((await place.type('repair', 'journal-entry-without-tag', '--save', 'drizzle', '--dry-run')).exit).toBe(2);
  });
});

describe('.tidemark', () => {
  const commands = [['doctor', '--files'], ['status'], ['receipts'], ['repair', '--dry-run'], ['undo', '000000']];

  async function each(): Promise<void> {
    const before = bytesOf(place.folder);
    for (const argv of commands) {
      await place.type(...argv);
      await place.ask(...argv);
    }
    expect(bytesOf(place.folder)).toEqual(before);
  }

  const repaired = async (): Promise<string> => {
    await planned();
    expect((await place.type('repair', '--yes')).exit).toBe(0);
    const name = readdirSync(join(place.folder, '.tidemark/receipts')).find((n) => n.endsWith('.json'));
    if (!name) throw new Error('no receipt');
    return `.tidemark/receipts/${name}`;
  };

  test('receipts of anything', { timeout: 60_000 }, async () => {
    const path = await repaired();
    const good = place.read(path);
    const receipt = JSON.parse(good) as Record<string, unknown>;
    for (const text of [
      '',
      '{',
      'null',
      '7',
      '[]',
      '{}',
      good.slice(0, 200),
      good.replace('"format": 1', '"format": 9'),
      '\0'.repeat(100),
    ]) {
      place.write(path, text);
      await each();
    }
    for (const key of Object.keys(receipt))
      for (const value of [null, 7, 'x', [7], { a: 1 }]) {
        place.write(path, JSON.stringify({ ...receipt, [key]: value }));
        for (const argv of commands) await place.ask(...argv);
      }
    const plan = receipt['plan'] as Record<string, unknown>;
    for (const key of Object.keys(plan))
      for (const value of [null, 7, 'x', [7], { a: 1 }]) {
        place.write(path, JSON.stringify({ ...receipt, plan: { ...plan, [key]: value } }));
        for (const argv of [['doctor', '--files'], ['receipts'], ['undo', String(receipt['id']), '--yes']])
          await place.ask(...argv);
        place.write('drizzle/meta/_journal.json', JSON.stringify(journal(), null, 2));
      }
  });

  test('a receipt whose plan was changed cannot be undone to anything else', async () => {
    const path = await repaired();
    const receipt = JSON.parse(place.read(path)) as {
      id: string;
      plan: { steps: { path: string; edits: { was: string; now: string }[] }[] };
    };
    for (const step of receipt.plan.steps) step.path = '../outside.json';
    place.write(path, JSON.stringify(receipt));
    const { exit } = await place.ask('undo', receipt.id, '--yes');
    expect(exit).toBe(2);
  });

  test('.started files of anything', async () => {
    const path = await repaired();
    const good = place.read(path);
    const started = path.replace('.json', '.started.json');
    for (const text of ['', '{', 'null', '[]', good.slice(0, 300), good, good.replaceAll('drizzle/meta', '../..')]) {
      rmSync(join(place.folder, path), { force: true });
      place.write(started, text);
      for (const argv of commands) await place.ask(...argv);
      await place.ask('repair', 'interrupted-plan', '--yes');
      rmSync(join(place.folder, started), { force: true });
    }
  });

  test('acknowledgements of anything', async () => {
    for (const text of [
      '',
      '{',
      'null',
      '{}',
      '7',
      '[7]',
      '[null]',
      '[{}]',
      '[{"rule":"x"}]',
      '[{"rule":7,"subject":"x","reason":"y"}]',
      '[{"rule":"x","subject":"y","reason":"z"}]',
      '[{"rule":"x","subject":"y","reason":"z","on":7,"by":null}]',
      '<<<<<<< HEAD\n[]\n=======\n[]\n>>>>>>> x\n',
    ]) {
      place.write('.tidemark/acknowledged.json', text);
      await each();
      await place.ask('acknowledge', 'orphan-file', 'x', '--reason', 'y', '--dry-run');
    }
    rmSync(join(place.folder, '.tidemark/acknowledged.json'));
    mkdirSync(join(place.folder, '.tidemark/acknowledged.json'));
    await each();
  });

  test('a file where our folder should be', async () => {
    await planned();
    place.write('.tidemark', 'x');
    await each();
    expect((await place.ask('repair', '--yes')).exit).toBe(2);
    rmSync(join(place.folder, '.tidemark'));
    place.write('.tidemark/receipts', 'x');
    await each();
    expect((await place.ask('repair', '--yes')).exit).toBe(2);
  });

  test('a folder and a link among the receipts', async () => {
    mkdirSync(join(place.folder, '.tidemark/receipts/abcdef.json'), { recursive: true });
    symlinkSync('nowhere', join(place.folder, '.tidemark/receipts/fedcba.json'));
    await each();
  });
});
