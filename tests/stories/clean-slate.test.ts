/** audit and verify tell the three environments of clean-slate apart as its STORY.md does. */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { openStory, type Place, type Story } from './story.ts';

const stories = fileURLToPath(new URL('../../../shared/stories', import.meta.url));
const server = sharedServer(15);
const here = existsSync(join(stories, 'clean-slate'));

test.skipIf(here && server !== null)('the stories or PostgreSQL 15 are not here: clean-slate was not told apart', () => {});

describe.skipIf(!here || server === null)('clean-slate', () => {
  let story: Story;
  let root: string;

  beforeAll(async () => {
    if (!server) return;
    root = mkdtempSync(join(tmpdir(), 'clean-slate-'));
    cpSync(join(stories, 'clean-slate/project'), root, { recursive: true });
    story = await openStory(server, join(stories, 'clean-slate'), root);
  }, 60_000);
  afterAll(async () => {
    if (!server) return;
    for (const url of Object.values(story.urls)) await dropDatabase(server, url);
    rmSync(root, { recursive: true, force: true });
  });

  /** What an answer says of one environment: from its line to that of the next. */
  function partOf(said: string, place: Place): string {
    const lines = said.split('\n');
    const starts = (line: string): boolean =>
      ['dev', 'test', 'production'].some((p) => line.startsWith(`${p}, PostgreSQL`) || line.startsWith(`✗ ${p}, PostgreSQL`));
    const from = lines.findIndex((l) => l.includes(`${place}, PostgreSQL`) && starts(l));
    const rest = lines.slice(from + 1);
    const to = rest.findIndex((l) => starts(l) || l.startsWith('Not checked'));
    return rest.slice(0, to === -1 ? undefined : to).join('\n');
  }

  test('audit', { timeout: 120_000 }, async () => {
    const { exit, said } = await story.type('audit -e dev -e test -e production');
    expect(exit, said).toBe(1);

    // Two history tables, all that the folder holds and more, and the leftover.
    const dev = partOf(said, 'dev');
    expect(dev).toContain('drizzle.__drizzle_migrations (Drizzle): 1 row, the configured one');
    expect(dev).toContain('drizzle.__drizzle_migrations__ (Drizzle): 4 rows');
    for (const table of ['comments', 'documents', 'documents_old', 'invitations'])
      expect(dev).toContain(`- table public.${table} `);

    // The first migration and nothing after it can be seen; comments by the seed script.
    const inTest = partOf(said, 'test');
    expect(inTest).toContain('drizzle.__drizzle_migrations__ (Drizzle): 2 rows');
    expect(inTest).toContain('0000_fuzzy_lockjaw  no        ✗ executed');
    expect(inTest).toContain('- table public.comments ');
    expect(inTest).not.toContain('public.invitations');

    // Four rows that a script wrote, the clean tables, and neither of the two.
    const production = partOf(said, 'production');
    expect(production).toContain('drizzle.__drizzle_migrations__ (Drizzle): 4 rows');
    expect(production).toContain('sequence\n    public.users_id_seq does not exist');
    expect(production).toContain('- table public.documents ');
    expect(production).not.toContain('public.comments');
    expect(production).not.toContain('public.invitations');

    expect(said.split(/\s+/).join(' ')).toContain(
      'Not checked: 0001_wet_starhawk and what follows it, because drizzle/ does not replay: relation "comments" does not exist',
    );
  });

  test('verify', { timeout: 120_000 }, async () => {
    const { exit, said } = await story.type('verify -e dev -e test -e production');
    expect(exit, said).toBe(1);
    expect(said).toContain('3 different schemas: dev | test | production.');
    const dev = partOf(said, 'dev');
    expect(dev).toContain('+ table public.documents_old');
    expect(dev).toContain('type: integer → uuid');
    const inTest = partOf(said, 'test');
    expect(inTest).toContain('+ sequence public.users_id_seq integer');
    expect(inTest).toContain('+ table public.comments');
    const production = partOf(said, 'production');
    expect(production).toContain('+ table public.documents 8 columns');
    expect(production).not.toContain('public.comments');
  });
});
