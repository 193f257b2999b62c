/** Law 7: every driver that reaches a server gives the same transcript and the same database afterwards. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { sampled } from '../sample.ts';
import { sharedServer } from '../shared-server.ts';
import { asText, before, changes, kept } from './after.ts';
import { findCases } from './case.ts';
import { pgEngine } from './pg-engine.ts';
import { makePlace } from './place.ts';
import { played, unwrapped } from './transcript.ts';

const server = sharedServer(15);

/** The project depends on this client, and on no other. */
function only(client: string): (project: string) => void {
  return (project) => {
    const path = join(project, 'package.json');
    const held = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { dependencies?: Record<string, string> }) : {};
    const { pg: _, ...dependencies } = held.dependencies ?? {};
    writeFileSync(path, `${JSON.stringify({ ...held, dependencies: { ...dependencies, [client]: '*' } }, null, 2)}\n`);
  };
}

/** About what drizzle-kit does with `pg`, so another client gives another answer. */
const OTHERWISE: readonly string[] = ['rules/host-without-ssl/this-machine'];

describe.skipIf(server === null).each(['postgres'])('%s', (client) => {
  const engine = server === null ? null : pgEngine(server);
  afterAll(() => engine?.close());
  const cases = findCases().filter(
    (one) =>
      one.engines !== 'pglite' &&
      !one.fails &&
      (one.majors === null || one.majors.from <= 15) &&
      sampled(`${client} ${one.name}`, 16),
  );
  for (const one of cases.filter(({ name }) => !OTHERWISE.includes(name))) {
    const first = one === cases[0];
    test(one.name, async () => {
      if (engine === null) return;
      const place = await makePlace(one, engine, { files: only(client) });
      onTestFinished(() => place.remove());
      const was = await before(place);
      expect(unwrapped(await played(one, place))).toBe(unwrapped(readFileSync(join(one.folder, 'transcript.txt'), 'utf8')));
      expect(asText(await changes(was, place))).toEqual(asText(kept(one)));
      if (!first) return;
      const { shown } = await place.type('status --verbose');
      expect(shown).toContain(`, through ${client}: the project depends on ${client} and not on pg\n`);
    });
  }
});
