/** Which statements make the project's schema.ts, or one of its snapshots, on an empty database, in Drizzle's own words? */
import { promises as fs } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Project, Read } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import { inTemporary } from '../temporary.ts';
import { entriesIn } from '../walk.ts';
import { inChild, installedKit, type Kit, lastWords } from './drizzle-kit.ts';
import { generatedFromNothing } from './generated-schema.ts';

/** What `generate` would write into an empty folder: all that the schema says. Empty: it says nothing. */
export async function schemaSql(project: Project): Promise<Read<string[]>> {
  if (project.schema.length === 0) return { ok: false, why: 'drizzle.config names no schema', absent: true };
  const kit = installedKit(project.root);
  if (!kit.ok) return kit;
  const made = await generatedFromNothing(project, kit.value);
  return made.ok ? got(made.value?.statements ?? []) : made;
}

/** The same from a snapshot file (path relative to the project), also one that holds only what its migration changed. */
export async function snapshotSql(project: Project, path: string): Promise<Read<string[]>> {
  const kit = installedKit(project.root);
  return kit.ok ? inTemporary((folder) => fromSnapshot(project, kit.value, path, folder)) : kit;
}

/** The kit's functions, asked in a child: 1.0 ends the process where it is not content. */
async function fromSnapshot(
  project: Project,
  { bin, version, line }: Kit,
  path: string,
  folder: string,
): Promise<Read<string[]>> {
  const files = snapshotsBeside(project.root, path);
  if (!files.ok) return files;
  const api = join(dirname(bin), line === '1.0' ? 'api-postgres.js' : 'api.js');
  const job = join(folder, 'job.json');
  const answer = join(folder, 'answer.json');
  await fs.writeFile(job, JSON.stringify({ api, line, snapshot: resolve(project.root, path), files: files.value, answer }));
  const told = await inChild(['-e', ASKING, job], project.root, `drizzle-kit ${version}`);
  if (!told.ok) return told;
  const said = JSON.parse(await fs.readFile(answer, 'utf8')) as { statements?: string[]; error?: string };
  if (said.statements) return got(said.statements.map((statement) => statement.trim()));
  return { ok: false, why: `drizzle-kit ${version} makes nothing of ${path}: ${lastWords(said.error ?? '')}` };
}

/** By folder name, for a snapshot of the dated layout: one that holds a difference needs those before it. */
function snapshotsBeside(root: string, path: string): Read<Record<string, string>> {
  const absolute = resolve(root, path);
  if (basename(absolute) !== 'snapshot.json') return got({});
  const folder = dirname(dirname(absolute));
  const entries = entriesIn(folder);
  if (!entries.ok) return { ok: false, why: `${relative(root, folder)} cannot be read (${entries.why})` };
  const names = entries.value.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return got(Object.fromEntries(names.map((name) => [name, join(folder, name, 'snapshot.json')])));
}

/** From nothing to the snapshot's state. Files are read here, so that what cannot be read is the kit's answer too. */
const ASKING = `
const fs = require('node:fs');
const job = JSON.parse(fs.readFileSync(process.argv[1], 'utf8'));
const tell = (said) => fs.writeFileSync(job.answer, JSON.stringify(said));
const read = (path) => JSON.parse(fs.readFileSync(path, 'utf8'));
process.once('exit', () => { if (!fs.existsSync(job.answer)) tell({ error: 'it ended without an answer' }); });
(async () => {
  const kit = require(job.api);
  if (!kit.generateMigration || !kit.generateDrizzleJson) throw new Error('this version has no function for it');
  const snapshot = read(job.snapshot);
  const empty = await kit.generateDrizzleJson({});
  if (job.line === '0.x') {
    if (Number(snapshot.version) > 7) throw new Error('the snapshot has version ' + snapshot.version + ', of the 1.0 line');
    const current = snapshot.version === '7' || !kit.upPgSnapshot ? snapshot : kit.upPgSnapshot(snapshot);
    return kit.generateMigration(empty, current);
  }
  const files = {};
  for (const [name, path] of Object.entries(job.files)) if (fs.existsSync(path)) files[name] = read(path);
  const whole = snapshot.type === undefined;
  return kit.generateMigration(empty, whole ? kit.up(snapshot).snapshot : await kit.reconstruct(files, snapshot.id));
})().then((statements) => tell({ statements }), (error) => tell({ error: String((error && error.message) || error) })).finally(() => process.exit(0));
`;
