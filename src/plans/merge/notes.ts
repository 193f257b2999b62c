/** What a plan says of two Drizzle folders that become one: names, order, snapshots, rows, and the environments that it does not touch. */
import type { Joined } from '../../compare/history/joined-standing.ts';
import { tableName } from '../../compare/history/recorded.ts';
import { listed } from '../../compare/history/seen.ts';
import type { History, Merging, Woven } from '../../model/index.ts';
import type { MergedFiles } from '../files/merge-files.ts';

const MOST = 30;

const shortened = (names: readonly string[], most = 8): string =>
  names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ');

export function filesNotes({ own, path, archive }: Merging, woven: readonly Woven[], { map, chain }: MergedFiles): string[] {
  const shared = woven.filter((w) => w.from === 'both').map((w) => w.migration.name);
  const late = woven.filter((w) => w.migration.when !== w.was.when).map((w) => w.migration.name);
  return [
    `The order is that of the times in the two journals${late.length > 0 ? `, but for ${shortened(late)}: put behind all others with ${late.length === 1 ? 'a new time' : 'new times'}, as you said` : ''}.`,
    ...map.slice(0, MOST).map(({ was, now }) => `${was} → ${now}`),
    ...(map.length > MOST ? [`… and ${map.length - MOST} more files; the steps name all of them.`] : []),
    'No text of a migration changes, so every hash that a database recorded stays true.',
    ...(shared.length > 0 ? [`In both folders, and one migration: ${shortened(shared)}.`] : []),
    ...(chain.kept.length > 0 ? [`The snapshots of ${shortened(chain.kept)} fit between their neighbours and stay.`] : []),
    ...(chain.carried.length > 0
      ? [
          `The snapshots of ${path} say nothing of the other folder’s tables, so they are left out: ${shortened(chain.carried)} ${chain.carried.length === 1 ? 'is' : 'are'} to drizzle-kit what \`generate --custom\` makes, and what schema.ts does not say stays unmanaged. The newest snapshot says what the newest of ${own.folder.path} said.`,
        ]
      : []),
    `All else of ${path} is kept in ${archive}/, where Drizzle does not look.`,
  ];
}

export function carriedNotes({ carried, tables, standing }: Joined, configured: string): string[] {
  return tables.map(({ table, strangers }) => {
    const mine = carried.filter((c) => c.from === table).map((c) => c.migration);
    const rows =
      mine.length === 0
        ? `${configured} lacks none of the rows of ${tableName(table)}.`
        : `From ${tableName(table)} to ${configured}${standing.table ? '' : ', which is made'}: the rows of ${shortened(mine)}.`;
    const rest =
      strangers === 0
        ? ''
        : strangers === 1
          ? ' One row of it belongs to no migration here and is left alone.'
          : ` ${strangers} rows of it belong to no migration here and are left alone.`;
    return `${rows}${rest} That table stays as it is: to drop it is a step of its own, once nothing writes to it, and until then doctor tells of it (two-histories).`;
  });
}

/** Nothing is written there by this plan. */
export function elsewhereNotes(
  environment: string,
  path: string,
  others: ReadonlyMap<string, { history: History; ran: readonly { name: string; when: number }[] }>,
): string[] {
  return [...others]
    .filter(([name]) => name !== environment)
    .map(([name, { history, ran }]) => {
      const newest = history.table?.newest;
      const mark = newest ? Number(newest.createdAt) : Number.NEGATIVE_INFINITY;
      const again = ran.filter((m) => m.when > mark).map((m) => m.name);
      const risk =
        again.length > 0
          ? ` Until then a deploy of these files there would run ${shortened(again)} again: that table does not say yet that ${again.length === 1 ? 'it' : 'they'} ran.`
          : '';
      return `Nothing is written in ${name}. Before its next deploy: npx tidemark adopt --merge ${path} -e ${name}.${risk}`;
    });
}

export const configNote = (configs: readonly string[], used: string | null, path: string): string[] => {
  const rest = configs.filter((c) => c !== used);
  return rest.length > 0
    ? [
        `Look whether ${listed(rest)} still ${rest.length === 1 ? 'names' : 'name'} ${path}: this plan does not change ${rest.length === 1 ? 'it' : 'them'}.`,
      ]
    : [];
};
