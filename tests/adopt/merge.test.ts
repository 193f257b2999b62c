/** Two Drizzle folders made by the stock kit, deployed by the stock migrator into two history tables: `adopt --merge` makes one of them. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sharedServer } from '../shared-server.ts';
import { kit, kitCheck, kitGenerate, stockMigrate, stockProject } from '../stock.ts';
import { DAY, SCHEMA, START, twoFolders } from './two-folders.ts';

const server = sharedServer(15);
test.skipIf(server !== null)('PostgreSQL 15 is not here: nothing was merged', () => {});

describe.skipIf(server === null)('two folders and two tables', () => {
  const { at, urls, databases, deploy, asked, rows, recorded, folder, typed, files } = twoFolders(server);

  async function kitIsSilent(): Promise<void> {
    const env = { DATABASE_URL: urls['dev'] ?? '' };
    expect((await kitCheck('0.x', at(), { env })).out).toContain('Everything');
    expect((await kitGenerate('0.x', at(), [], { env })).out).toContain('No schema changes');
  }

  test('one order, one table; the stock tools agree, the next migration runs alone, and undo leads back byte for byte', async () => {
    await databases('dev');
    await deploy('dev', 'drizzle');
    await deploy('dev', 'old/drizzle');
    await kitIsSilent();
    const before = { files: files(), rows: await rows('dev') };

    const merge = ['adopt', '--merge', 'old/drizzle'];
    const { plan, data } = await typed([...merge, '--dry-run']);
    expect(data.map).toEqual([
      { was: 'old/drizzle/0000_init.sql', now: 'drizzle/0000_init.sql' },
      { was: 'drizzle/0000_init.sql', now: 'drizzle/0001_init.sql' },
      { was: 'old/drizzle/0001_age.sql', now: 'drizzle/0002_age.sql' },
      { was: 'drizzle/0001_price.sql', now: 'drizzle/0003_price.sql' },
    ]);
    expect(plan?.hazards).toEqual([]);
    expect(files()).toEqual(before.files);

    const { receipt, verdict } = await typed([...merge, '--yes']);
    expect(verdict).toContain('2 migrations of old/drizzle brought to drizzle; 2 rows carried over.');
    expect(existsSync(at('old'))).toBe(false);
    expect(existsSync(at('drizzle/archive-old-drizzle/meta/_journal.json'))).toBe(true);
    expect(folder()).toHaveLength(4);
    expect(await recorded('dev')).toEqual(folder());
    expect(await asked('dev', 'select 1 from old_migrations')).toHaveLength(2);
    await kitIsSilent();
    expect((await stockMigrate('0.x', at(), 'drizzle', { url: urls['dev'] ?? '' })).error).toBeNull();
    expect(await recorded('dev')).toEqual(folder());

    const again = await typed([...merge, '--dry-run']);
    expect(again.plan).toBeUndefined();
    expect(again.verdict).toContain('is merged already');
    expect((await typed(['status'])).ok).toBe(true);

    const after = files();
    writeFileSync(at('src/schema.ts'), SCHEMA(', price: integer(), note: text()'));
    expect((await kitGenerate('0.x', at(), ['--name', 'note'], { clock: START + 9 * DAY })).out).toContain('0004_note');
    expect((await stockMigrate('0.x', at(), 'drizzle', { url: urls['dev'] ?? '' })).error).toBeNull();
    expect(await recorded('dev')).toEqual(folder());
    expect(folder()).toHaveLength(5);
    await asked('dev', 'alter table orders drop column note; delete from drizzle.__drizzle_migrations where id = 5');
    await asked('dev', "select setval('drizzle.__drizzle_migrations_id_seq', 4)");
    rmSync(at('drizzle'), { recursive: true });
    rmSync(at('src'), { recursive: true });
    for (const [path, packed] of Object.entries(after)) {
      mkdirSync(at(path, '..'), { recursive: true });
      writeFileSync(at(path), Buffer.from(packed.slice(packed.indexOf(' ') + 1), 'base64'));
    }

    await typed(['undo', receipt?.id ?? '', '--yes']);
    expect(files()).toEqual(before.files);
    expect(await rows('dev')).toEqual(before.rows);
  });

  test('Drizzle 1.0 takes the merged folder and its table over', async () => {
    await databases('dev');
    await deploy('dev', 'drizzle');
    await deploy('dev', 'old/drizzle');
    await typed(['adopt', '--merge', 'old/drizzle', '--yes']);
    await stockProject('1.0', at());
    const env = { DATABASE_URL: urls['dev'] ?? '' };
    expect((await kit('1.0', at(), ['up'], { env })).out).toContain('Everything');
    expect((await kit('1.0', at(), ['check'], { env })).out).toContain('Everything');
    expect((await kit('1.0', at(), ['generate'], { env })).out).toContain('No schema changes');
    expect((await stockMigrate('1.0', at(), 'drizzle', { url: urls['dev'] ?? '' })).error).toBeNull();
    expect(await asked('dev', 'select 1 from drizzle.__drizzle_migrations where name is not null')).toHaveLength(4);
  });

  test('an older migration that one environment has not run: refused with what to type, then put last, and each environment runs its own rest', async () => {
    await databases('dev', 'production');
    await deploy('dev', 'drizzle');
    await deploy('dev', 'old/drizzle');
    await deploy('production', 'old/drizzle', 1);
    await deploy('production', 'drizzle');
    const before = { files: files(), dev: await rows('dev'), production: await rows('production') };

    const refused = await typed(['adopt', '--merge', 'old/drizzle', '-e', 'dev', '--yes'], 2);
    expect(refused.problem?.code).toBe('order-contradicted');
    expect(refused.problem?.why).toContain('production has not run 0001_age, and has run 0001_price, which is newer.');
    expect(refused.problem?.fix).toContain('npx tidemark adopt --merge old/drizzle -e dev --last old/drizzle/0001_age');
    expect(files()).toEqual(before.files);

    const merge = ['adopt', '--merge', 'old/drizzle', '--last', 'old/drizzle/0001_age'];
    const first = await typed([...merge, '-e', 'dev', '--yes']);
    expect(first.plan?.notes.join('\n')).toContain('Nothing is written in production. Before its next deploy:');
    expect(readdirSync(at('drizzle')).filter((n) => n.endsWith('.sql'))).toEqual([
      '0000_init.sql',
      '0001_init.sql',
      '0002_price.sql',
      '0003_age.sql',
    ]);
    expect(await recorded('dev')).toEqual(folder());
    await kitIsSilent();
    expect(await rows('production')).toEqual(before.production);

    const second = await typed([...merge, '-e', 'production', '--yes']);
    expect(second.verdict).toBe('old/drizzle was merged before; 1 row carried over. 1 pending.');
    expect(second.plan?.steps.every((s) => s.kind === 'history')).toBe(true);
    expect(await recorded('production')).toEqual(folder().slice(0, 3));
    for (const name of ['dev', 'production']) {
      expect((await stockMigrate('0.x', at(), 'drizzle', { url: urls[name] ?? '' })).error).toBeNull();
      expect(await recorded(name)).toEqual(folder());
    }
    expect(await asked('production', 'select age from people')).toEqual([]);

    await asked('production', 'alter table people drop column age; delete from drizzle.__drizzle_migrations where id > 3');
    await asked('production', "select setval('drizzle.__drizzle_migrations_id_seq', 3)");
    await typed(['undo', second.receipt?.id ?? '', '-e', 'production', '--yes']);
    await typed(['undo', first.receipt?.id ?? '', '-e', 'dev', '--yes']);
    expect(files()).toEqual(before.files);
    expect(await rows('dev')).toEqual(before.dev);
    expect(await rows('production')).toEqual(before.production);
  });

  test('a configured folder that was never deployed: its table is made, and the stock migrator runs the rest', async () => {
    await databases('dev');
    await deploy('dev', 'old/drizzle');
    const before = files();
    const refused = await typed(['adopt', '--merge', 'old/drizzle', '--yes'], 2);
    expect(refused.problem?.code).toBe('order-contradicted');
    expect(refused.problem?.fix).toContain('--last drizzle/0000_init');
    const { receipt, plan } = await typed([
      ...['adopt', '--merge', 'old/drizzle', '--yes'],
      ...['--last', 'drizzle/0000_init', '--last', '0001_price'],
    ]);
    expect(plan?.steps.filter((s) => s.kind === 'sql').map((s) => s.says)).toEqual([
      'Make the schema drizzle.',
      'Make drizzle.__drizzle_migrations.',
    ]);
    expect(await recorded('dev')).toEqual(folder().slice(0, 2));
    await kitIsSilent();
    await typed(['undo', receipt?.id ?? '', '--yes']);
    expect(files()).toEqual(before);
    expect(await asked('dev', "select to_regnamespace('drizzle') is null as gone")).toEqual([{ gone: true }]);
    await typed(['adopt', '--merge', 'old/drizzle', '--yes', '--last', 'drizzle/0000_init', '--last', '0001_price']);
    expect((await stockMigrate('0.x', at(), 'drizzle', { url: urls['dev'] ?? '' })).error).toBeNull();
    expect(await recorded('dev')).toEqual(folder());
  });
});
