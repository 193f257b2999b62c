/** Spans when OTEL_* is set and the project has @opentelemetry/api; nothing is loaded otherwise. A recorder stands in for the package. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../src/index.ts';
import type { Project } from '../faults/project.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { projectOf } from './place.ts';

interface Recorded {
  name: string;
  kind: number;
  parent: string | null;
  attributes: Record<string, unknown>;
  events: string[];
  status: number;
  ended: number;
}

/** The part of the API that is used, recording into a global of its own. */
const RECORDER = `
const made = (globalThis.tidemarkSpans = []);
export const context = { active: () => null };
export const trace = {
  setSpan: (_, span) => span,
  getTracer: () => ({
    startSpan(name, { kind, attributes = {} }, parent = null) {
      const span = { name, kind, parent: parent?.name ?? null, attributes: { ...attributes }, events: [], status: 0, ended: 0 };
      made.push(span);
      return Object.assign(Object.create({
        setAttributes(more) { Object.assign(span.attributes, more); },
        addEvent(event) { span.events.push(event); },
        setStatus({ code }) { span.status = code; },
        end() { span.ended += 1; },
      }), { name });
    },
  }),
};`;

function withPackage(project: Project): void {
  const folder = 'node_modules/@opentelemetry/api';
  project.write(`${folder}/package.json`, JSON.stringify({ name: '@opentelemetry/api', type: 'module', exports: './index.js' }));
  project.write(`${folder}/index.js`, RECORDER);
}

const server = sharedServer(15);
test.skipIf(server !== null)('PostgreSQL 15 is not here: no span was made', () => undefined);

describe.skipIf(server === null)('spans', () => {
  let url = '';
  const store = globalThis as { tidemarkSpans?: Recorded[] };
  const project = projectOf({ first: 'create table a (id int);', sql: 'create table a (id int);' });
  beforeAll(async () => {
    if (server) url = await createDatabase(server);
    project.aim(url);
  });
  afterAll(async () => {
    project.remove();
    if (server) await dropDatabase(server, url);
  });
  const refused = (env: Record<string, string>) =>
    migrate({ cwd: project.folder, env }).then(
      () => null,
      (error: unknown) => error,
    );

  test('without the package nothing happens', async () => {
    expect(await refused({ OTEL_SERVICE_NAME: 'deploy' })).toMatchObject({ code: 'migration-failed' });
    expect(store.tidemarkSpans).toBeUndefined();
  });

  test('without OTEL_* the package is not even loaded', async () => {
    withPackage(project);
    await refused({});
    expect(store.tidemarkSpans).toBeUndefined();
  });

  test('one of the run, and one inside it for each migration', async () => {
    if (server) await dropDatabase(server, url);
    if (server) url = await createDatabase(server);
    project.aim(url);
    await refused({ OTEL_SERVICE_NAME: 'deploy' });
    const { hostname, port, pathname } = new URL(url);
    const place = {
      'tidemark.environment': 'dev',
      'db.system.name': 'postgresql',
      'db.namespace': pathname.slice(1),
      'server.address': hostname,
      'server.port': Number(port),
    };
    const failed = { 'error.type': '42P07', 'db.response.status_code': '42P07' };
    const inside = { name: 'apply migration', kind: 2, parent: 'tidemark migrate', events: [], ended: 1 };
    expect(store.tidemarkSpans).toEqual([
      {
        name: 'tidemark migrate',
        kind: 0,
        parent: null,
        events: [],
        ended: 1,
        status: 2,
        attributes: { ...place, ...failed, 'tidemark.exit': 3 },
      },
      { ...inside, status: 0, attributes: { ...place, 'tidemark.migration': '0000_teams' } },
      { ...inside, status: 2, attributes: { ...place, ...failed, 'tidemark.migration': '0001_change' } },
    ]);
  });

  test('the package is no dependency of ours', () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    ) as Record<string, object>;
    expect(Object.keys({ ...dependencies, ...devDependencies }).filter((name) => name.startsWith('@opentelemetry'))).toEqual([]);
  });
});
