/** PGlite makes of a real history what a server of each major makes of it; `npm run agreement` measures all of them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { MAJORS } from '../majors.ts';
import { sharedServer } from '../shared-server.ts';
import { type Agreement, agreementOf } from './agree.ts';
import { corpusNames, histories } from './histories.ts';
import { tableOf } from './table.ts';

const measuring = process.env['TIDEMARK_AGREEMENT'] !== undefined;
const PAGE = new URL('../../docs/catalog.md', import.meta.url);
/** The smallest and one with functions and policies. */
const SAMPLE = ['morphic', 'red-karma'];

const servers = MAJORS.flatMap((major) => sharedServer(major) ?? []);
const only = process.env['TIDEMARK_AGREEMENT']?.split(',').filter((name) => name !== 'all' && name !== '1') ?? [];
const all = await histories(measuring ? (only.length > 0 ? only : null) : SAMPLE);
const measured: Agreement[] = [];

test.skipIf(corpusNames.length > 0)('the corpus is not here: no real history was replayed', () => {});

test.skipIf(servers.length === 0).each(all.map((h) => ({ name: h.name, history: h })))(
  '$name',
  { timeout: 1_800_000 },
  async ({ history }) => {
    const agreement = await agreementOf(history, servers);
    measured.push(agreement);
    // What was measured is told by the table.
    if (measuring) return;
    for (const [major, on] of Object.entries(agreement.on)) {
      expect(on.differences, major).toEqual([]);
      expect(on.drift, major).toEqual([]);
      expect(on.notCompared, major).toEqual([]);
    }
  },
);

afterAll(() => {
  if (!measuring || measured.length === 0) return;
  const table = tableOf(measured, MAJORS, 'PGlite 18');
  if (only.length > 0) {
    process.stdout.write(`${table}\n`);
    return;
  }
  const [before = '', rest = ''] = readFileSync(PAGE, 'utf8').split('<!-- agreement -->');
  const after = rest.slice(rest.indexOf('<!-- /agreement -->'));
  writeFileSync(PAGE, `${before}<!-- agreement -->\n${table}\n${after}`);
});
