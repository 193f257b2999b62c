/** What is odd about another tool's history, as facts; what follows from them is for the audit to say. */
import type { LegacyFile, LegacyHistory, LegacyRow } from '../model/index.ts';

export function notesOf(
  { rows, files, standings, orphanRows }: Omit<LegacyHistory, 'notes'>,
  ties: ReadonlyMap<LegacyFile, readonly LegacyRow[]>,
): string[] {
  // What a later row of the same migration has settled is past.
  const standing = [...standings.flatMap(({ row }) => row ?? []), ...orphanRows];
  return [
    ...doubles(files),
    ...oneRowForSeveral(files, ties),
    ...atOneMoment(rows),
    ...passedOver(standings),
    ...rows.filter(({ marked }) => marked).map((row) => `${called(row)}: ${row.why ?? 'declared done without being run'}`),
    ...standing.filter(({ applied, why }) => !applied && why !== undefined).map((row) => `${called(row)}: ${row.why}`),
    ...standings.filter(({ edited }) => edited).map(({ file }) => `${file.path} is not the text that was recorded`),
    ...(orphanRows.length > 0 && files.length > 0 ? [`rows without a file: ${orphanRows.map(called).join(', ')}`] : []),
  ];
}

const called = ({ version, name, position }: LegacyRow): string =>
  version !== null && name !== null && !name.startsWith(version)
    ? `${version} ${name}`
    : (name ?? version ?? `row ${position + 1}`);

function doubles(files: readonly LegacyFile[]): string[] {
  const by = grouped(
    files.filter(({ version }) => version !== null),
    ({ version }) => version ?? '',
  );
  return by
    .filter(([, some]) => some.length > 1)
    .map(([version, some]) => `version ${version} has ${some.length} files: ${listed(some.map((f) => f.path))}`);
}

function oneRowForSeveral(files: readonly LegacyFile[], ties: ReadonlyMap<LegacyFile, readonly LegacyRow[]>): string[] {
  const pairs = files.flatMap((file) => (ties.get(file) ?? []).map((row) => ({ file, row })));
  return grouped(pairs, ({ row }) => row)
    .filter(([, some]) => some.length > 1)
    .map(([row, some]) => `the row ${called(row)} fits ${listed(some.map(({ file }) => file.path))} alike`);
}

/** Also what one transaction wrote has one time, so it is a fact and no verdict. */
function atOneMoment(rows: readonly LegacyRow[]): string[] {
  return grouped(
    rows.filter(({ at }) => at !== null),
    ({ at }) => at ?? '',
  )
    .filter(([, some]) => some.length > 1)
    .map(([at, some]) => `${some.length} rows have one time, ${at}: ${listed(some.map(called))}`);
}

/** Not recorded although a later one is: a runner that only looks for newer ones never comes back to it. */
function passedOver(standings: LegacyHistory['standings']): string[] {
  const last = standings.findLastIndex(({ state }) => state === 'recorded');
  const open = standings.slice(0, Math.max(0, last)).filter(({ state, row }) => state === 'not-recorded' && row === null);
  return open.length === 0 ? [] : [`not recorded although a later file is: ${listed(open.map(({ file }) => file.path))}`];
}

const listed = (names: readonly string[]): string => names.join(', ');

function grouped<T, K>(items: readonly T[], key: (item: T) => K): [K, T[]][] {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups];
}
