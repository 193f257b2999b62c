/** What `adopt --merge` does not do, each time with what to type; and what it does when rows are lost or a folder is a copy. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sharedServer } from '../shared-server.ts';
import { kitCheck, kitGenerate, stockMigrate } from '../stock.ts';
import { DAY, START, twoFolders } from './two-folders.ts';

const server = sharedServer(15);
test.skipIf(server !== null)('PostgreSQL 15 is not here: no merge was refused', () => {});

describe.skipIf(server === null)('refusals', () => {
  const { at, urls, databases, deploy, asked, rows, recorded, folder, typed, files } = twoFolders(server);

  const merge = (...words: string[]) => ['adopt', '--merge', ...words];
  async function refused(words: string[]): Promise<{ code: string; why: string; fix: string }> {
    const before = files();
    const { problem } = await typed([...words, '--yes'], 2);
    expect(files()).toEqual(before);
    return problem ?? { code: '', why: '', fix: '' };
  }

  const journal = (text: (entries: { when: number; tag: string }[]) => unknown, path = 'old/drizzle/meta/_journal.json') => {
    const whole = JSON.parse(readFileSync(at(path), 'utf8')) as { entries: { when: number; tag: string }[] };
    writeFileSync(at(path), JSON.stringify({ ...whole, entries: text(whole.entries) }));
  };

  test('folders that cannot be merged', async () => {
    await databases('dev');
    expect(await refused(merge('drizzle'))).toMatchObject({ code: 'same-folder', fix: '--merge old/drizzle' });
    expect(await refused(merge('old/drizle'))).toMatchObject({ code: 'no-such-folder', fix: '--merge old/drizzle' });
    expect(await refused(merge('../elsewhere'))).toMatchObject({ code: 'folder-elsewhere' });
    expect(await refused(merge('old/drizzle', '--last', '0007_nothing'))).toMatchObject({ code: 'unknown-migration' });
    expect(await refused(merge('old/drizzle', '--last', '0000_init'))).toMatchObject({ code: 'unknown-migration' });
    expect(await refused(merge('old/drizzle', '--record-legacy'))).toMatchObject({ code: 'usage' });
    expect(await refused(['adopt', '--last', '0001_age'])).toMatchObject({ code: 'usage' });
    expect(await refused(merge('old/drizzle', '--ran', '0000_init'))).toMatchObject({ code: 'unknown-migration' });

    const whole = readFileSync(at('old/drizzle/meta/_journal.json'), 'utf8');
    writeFileSync(at('old/drizzle/meta/_journal.json'), '<<<<<<< HEAD\n');
    expect(await refused(merge('old/drizzle'))).toMatchObject({ code: 'folder-unreadable' });
    writeFileSync(at('old/drizzle/meta/_journal.json'), whole);
    journal((entries) => [...entries].reverse());
    expect(await refused(merge('old/drizzle'))).toMatchObject({ code: 'times-not-increasing' });
    writeFileSync(at('old/drizzle/meta/_journal.json'), whole);
    journal((entries) => [...entries, { ...entries[1], when: (entries[1]?.when ?? 0) + 1, tag: '0002_gone' }]);
    expect(await refused(merge('old/drizzle'))).toMatchObject({ code: 'folder-unsound' });
    writeFileSync(at('old/drizzle/meta/_journal.json'), whole);
    const own = JSON.parse(readFileSync(at('drizzle/meta/_journal.json'), 'utf8')) as { entries: { when: number }[] };
    journal(([first, second]) => [first, { ...second, when: own.entries[1]?.when }]);
    const same = await refused(merge('old/drizzle'));
    expect(same).toMatchObject({ code: 'same-time' });
    expect(same.fix).toMatch(/--last (old\/)?drizzle\/0001_/);
    writeFileSync(at('old/drizzle/meta/_journal.json'), whole);
    journal(([first, second]) => [{ ...first, when: own.entries[0]?.when }, second]);
    expect(await refused(merge('old/drizzle'))).toMatchObject({ code: 'two-texts' });
    journal(() => []);
    expect(await refused(merge('old/drizzle'))).toMatchObject({ code: 'nothing-to-merge' });
    writeFileSync(at('old/drizzle/meta/_journal.json'), whole);

    mkdirSync(at('dated/20250101000000_init'), { recursive: true });
    writeFileSync(at('dated/20250101000000_init/migration.sql'), 'create table t ();');
    expect(await refused(merge('dated'))).toMatchObject({ code: 'layouts-differ' });
  });

  test('an environment that cannot be read, and folders that do not run behind one another', async () => {
    await databases('dev');
    const url = urls['dev'] ?? '';
    const environments = { dev: { url }, production: { url: `${url}_gone` } };
    writeFileSync(at('tidemark.config.json'), JSON.stringify({ environments }));
    expect(await refused(merge('old/drizzle', '-e', 'dev'))).toMatchObject({
      code: 'environment-not-read',
      fix: 'npx tidemark doctor -e production',
    });
    writeFileSync(at('tidemark.config.json'), JSON.stringify({ environments: { dev: { url } } }));
    const text = readFileSync(at('drizzle/0000_init.sql'), 'utf8');
    writeFileSync(at('drizzle/0000_init.sql'), `CREATE TABLE people (id int);--> statement-breakpoint\n${text}`);
    const told = await refused(merge('old/drizzle'));
    expect(told).toMatchObject({ code: 'do-not-run-together' });
    expect(told.why).toContain('relation "people" already exists');
    expect(told.why).toContain('it lacks');
    expect(told.fix).toContain('npx tidemark baseline -e dev --archive');
  });

  test('rows that are lost: what is proven is recorded, what only writes rows needs a word, and never without', async () => {
    await databases('dev');
    const env = { DATABASE_URL: urls['dev'] ?? '' };
    const more = ['--config', 'drizzle.old.config.ts', '--custom', '--name', 'first_person'];
    expect((await kitGenerate('0.x', at(), more, { clock: START + 4 * DAY, env })).code).toBe(0);
    writeFileSync(at('old/drizzle/0002_first_person.sql'), "insert into people (name) select 'Ada' where false;\n");
    await deploy('dev', 'drizzle');
    await deploy('dev', 'old/drizzle');
    await asked('dev', 'drop table old_migrations');
    const before = { files: files(), rows: await rows('dev') };

    const { code, fix } = await refused(merge('old/drizzle'));
    expect(code).toBe('word-needed');
    expect(fix).toContain('--ran old/drizzle/0002_first_person');
    const { receipt, data } = await typed([
      ...merge('old/drizzle', '--ran', 'old/drizzle/0002_first_person'),
      '--accept',
      'rewrites-history',
      '--yes',
    ]);
    expect(data.migrations.map((m) => [m.migration, m.does, m.confidence])).toEqual([
      ['0000_init', 'record', 'proven'],
      ['0001_init', 'keep', 'proven'],
      ['0002_age', 'record', 'proven'],
      ['0003_price', 'keep', 'proven'],
      ['0004_first_person', 'record', 'stated'],
    ]);
    expect(await recorded('dev')).toEqual(folder());
    expect((await kitCheck('0.x', at(), { env })).out).toContain('Everything');
    expect((await kitGenerate('0.x', at(), [], { env })).out).toContain('No schema changes');
    expect((await stockMigrate('0.x', at(), 'drizzle', { url: urls['dev'] ?? '' })).error).toBeNull();
    expect(await recorded('dev')).toEqual(folder());
    await typed(['undo', receipt?.id ?? '', '--accept', 'rewrites-history', '--yes']);
    expect(files()).toEqual(before.files);
    expect(await rows('dev')).toEqual(before.rows);
  });

  test('a folder that was copied and went on: what both hold is one migration; its own snapshots are kept where they fit', async () => {
    await databases('dev');
    rmSync(at('old/drizzle'), { recursive: true });
    cpSync(at('drizzle'), at('old/drizzle'), { recursive: true });
    journal((entries) => entries.slice(0, 1));
    rmSync(at('old/drizzle/0001_price.sql'));
    rmSync(at('old/drizzle/meta/0001_snapshot.json'));
    const more = ['--config', 'drizzle.old.config.ts', '--custom', '--name', 'note'];
    expect((await kitGenerate('0.x', at(), more, { clock: START + 2 * DAY })).code).toBe(0);
    writeFileSync(at('old/drizzle/0001_note.sql'), 'alter table orders add column note text;\n');
    await deploy('dev', 'drizzle');
    await asked('dev', 'alter table orders add column note text');
    const { data } = await typed([...merge('old/drizzle'), '--accept', 'rewrites-history', '--yes']);
    expect(data.map).toEqual([
      { was: 'old/drizzle/0001_note.sql', now: 'drizzle/0001_note.sql' },
      { was: 'drizzle/0001_price.sql', now: 'drizzle/0002_price.sql' },
    ]);
    expect(data.notes.join('\n')).toContain('In both folders, and one migration: 0000_init.');
    expect(data.notes.join('\n')).toContain('The snapshots of 0001_note fit between their neighbours and stay.');
    expect(await recorded('dev')).toEqual(folder());
    const env = { DATABASE_URL: urls['dev'] ?? '' };
    expect((await kitCheck('0.x', at(), { env })).out).toContain('Everything');
    expect((await kitGenerate('0.x', at(), [], { env })).out).toContain('No schema changes');
  });
});
