/** The twelve faults that other runners were measured with, by the same criteria. */
import { afterAll, describe, expect, test } from 'vitest';
import type { Line } from '../../src/model/project.ts';
import { FULL } from '../sample.ts';
import type { Server } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { a, b, c, l } from './twelve-killed.ts';
import { d, g, j } from './twelve-server.ts';
import { e, f, h, i, k } from './twelve-sql.ts';
import { tableOf, type Verdict } from './verdict.ts';

const server = sharedServer(15);
test.skipIf(server !== null)('PostgreSQL 15 is not here: faults were not tried', () => undefined);

const CASES: { id: string; what: string; play: (line: Line, server: Server) => Promise<Verdict> }[] = [
  { id: 'a', what: 'kill -9 in a 30-migration apply, then rerun', play: a },
  { id: 'b', what: 'backend terminated in a migration', play: b },
  { id: 'c', what: 'reply to COMMIT lost', play: c },
  { id: 'd', what: '8 runners at once', play: d },
  { id: 'e', what: 'statement 3 of 5 fails', play: e },
  { id: 'f', what: 'CREATE INDEX CONCURRENTLY, failing half way', play: f },
  { id: 'g', what: 'table locked by a reader', play: g },
  { id: 'h', what: 'applied file edited (--strict)', play: h },
  { id: 'i', what: 'late merge of an older migration', play: i },
  { id: 'j', what: 'standby, no server, full disk', play: j },
  { id: 'k', what: 'ALTER TYPE ADD VALUE then used', play: k },
  { id: 'l', what: 'kill -9 in a no-transaction migration', play: l },
];
const LINES: Line[] = FULL ? ['0.x', '1.0'] : ['0.x'];

describe.skipIf(server === null)('the twelve', () => {
  const seen = new Map<string, Verdict>();
  afterAll(() => void process.stdout.write(`\n${tableOf(seen, CASES, LINES)}\n`));

  for (const line of LINES)
    for (const { id, what, play } of CASES)
      test(`twelve ${id}: ${what}, ${line}`, async () => {
        if (!server) return;
        const verdict = await play(line, server);
        seen.set(`${id} ${line}`, verdict);
        expect(verdict.is, verdict.notes.join('\n')).toBe('pass');
      });
});
