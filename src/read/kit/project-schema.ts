/** What would the project's own drizzle-kit generate from its schema, started from a given snapshot? Asked in a copy of the folder. */
import { promises as fs } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { sha256 } from '../../base/fingerprint.ts';
import { mask } from '../../base/secret.ts';
import { trialsOf } from '../../compare/folder/snapshot-trials.ts';
import type { Folder, Migration, Project, Snapshot, Trial, Tried } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import { type Meant, meaningsOf } from '../../sql/facts.ts';
import { sqlParser } from '../folder/sql-parser.ts';
import { inTemporary } from '../temporary.ts';
import { type Kit, kitFor, lineOfLayout } from './drizzle-kit.ts';
import { generatedIn, type Written } from './generated-schema.ts';

/** Empty, and nothing is run, while every migration has its snapshot and no two are at odds. */
export async function readTried(
  project: Project,
  folder: Folder,
  migrations: readonly Migration[],
  snapshots: readonly Snapshot[],
): Promise<Tried[]> {
  const trials = trialsOf(folder, migrations, snapshots);
  if (trials.length === 0) return [];
  const kit = kitFor(project, lineOfLayout(folder.layout));
  if (!kit.ok) return trials.map((trial) => ({ trial, answer: kit }));
  return Promise.all(
    trials.map(async (trial) => ({ trial, answer: await answered(project, folder, kit.value, trial, migrations, snapshots) })),
  );
}

async function answered(
  project: Project,
  folder: Folder,
  kit: Kit,
  trial: Trial,
  migrations: readonly Migration[],
  snapshots: readonly Snapshot[],
): Promise<Tried['answer']> {
  return inTemporary<Tried['answer']>(async (copy) => {
    await copyFolder(project.root, folder, copy, trial, snapshots);
    const made = await generatedIn(copy, project, kit);
    return made.ok ? got(await compared(project.root, trial, made.value, migrations)) : made;
  });
}

/** 0.31 reads the last snapshot alone, 1.0 all of them. The project's own folder is only read. */
async function copyFolder(
  root: string,
  folder: Folder,
  copy: string,
  trial: Trial,
  snapshots: readonly Snapshot[],
): Promise<void> {
  if (folder.layout === 'dated') {
    for (const { path, key } of snapshots) {
      const from = dirname(resolve(root, path));
      await fs.mkdir(join(copy, key));
      for (const name of ['migration.sql', 'snapshot.json']) await fs.copyFile(join(from, name), join(copy, key, name));
    }
    return;
  }
  await fs.mkdir(join(copy, 'meta'));
  const entries = trial.start === null ? [] : [{ idx: 0, version: '7', when: 1, tag: '0000_start', breakpoints: true }];
  await fs.writeFile(join(copy, 'meta', '_journal.json'), JSON.stringify({ version: '7', dialect: 'postgresql', entries }));
  if (trial.start !== null) await fs.copyFile(resolve(root, trial.start), join(copy, 'meta', '0000_snapshot.json'));
}

async function compared(root: string, trial: Trial, texts: Written | null, migrations: readonly Migration[]) {
  const parser = await sqlParser();
  const ours = migrations.filter((m) => trial.migrations.includes(m.name));
  const unread = ours
    .filter((m) => !m.sql.ok || !meaningsOf(m.sql.value.text, parser).parses)
    .map((m) => `${m.name} could not be read as SQL`);
  const theirs = texts ? pieces('only in the schema', texts.sql) : [];
  const mine = ours.flatMap((m) => (m.sql.ok ? pieces(`only in ${m.name}`, m.sql.value.text) : []));
  const left = (some: Piece[], others: Piece[]) => {
    const rest = others.map((p) => p.meaning);
    return some.filter(({ meaning }) => {
      const at = rest.indexOf(meaning);
      if (at !== -1) rest.splice(at, 1);
      return at === -1;
    });
  };
  const differs = [...unread, ...[...left(mine, theirs), ...left(theirs, mine)].map((p) => p.says)];
  const source = texts?.snapshot ?? (trial.start === null ? null : await fs.readFile(resolve(root, trial.start), 'utf8'));
  return {
    nothing: texts === null,
    same: differs.length === 0,
    differs,
    content: source === null ? '' : withIds(source, trial, texts !== null),
  };

  function pieces(where: string, sql: string): Piece[] {
    const shown = ({ offset, length }: Meant) =>
      mask(
        sql
          .slice(offset, offset + length)
          .split('\n')
          .map((line) => line.trim())
          .join(' '),
        [],
      );
    return meaningsOf(sql, parser).statements.map((s) => ({ meaning: s.meaning, says: `${where}: ${shown(s).slice(0, 100)}` }));
  }
}

interface Piece {
  meaning: string;
  says: string;
}

/** The kit draws its ids at random; a plan has to be the same each time it is made, so this one is drawn from the content. */
function withIds(text: string, { id, prevId }: Trial, fresh: boolean): string {
  const json = JSON.parse(text) as Record<string, unknown>;
  const { id: _, prevId: __, prevIds: ___, ...state } = json;
  const parents = !('prevIds' in json) ? { prevId } : { prevIds: fresh ? json['prevIds'] : [json['id']] };
  const drawn = id ?? uuidOf(JSON.stringify({ ...parents, ...state }));
  const own =
    !fresh && json['type'] === 'base'
      ? { ...json, type: 'diff', footprints: [], deltas: [], ddl: undefined }
      : !fresh && json['type'] === 'diff'
        ? { ...json, footprints: [], deltas: [] }
        : json;
  return JSON.stringify({ ...own, id: drawn, ...parents }, null, 2);
}

function uuidOf(text: string): string {
  const hex = sha256(text);
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
