/** How is Flyway recognised, and how is its history read? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';
import { compareNumbers, isProgram, of } from './reading.ts';

export const flyway: LegacyTool = {
  tool: 'Flyway',
  tables: [{ name: 'flyway_schema_history' }, { name: 'schema_version', columns: ['installed_rank'] }],
  place: (path) => {
    if (base(path) === 'flyway.conf' || base(path) === 'flyway.toml') return path;
    return /^[VUR][\d._]*__.+\.sql$/.test(base(path)) ? parent(path) : null;
  },
  commands: ['flyway '],
  says: 'Flyway',
  writes: { mark: () => 'flyway migrate -skipExecutingMigrations=true' },
  history: {
    fits: (_, columns) => ['installed_rank', 'script', 'success'].every((c) => columns.includes(c)),
    order: ['installed_rank'],
    row: (values) => {
      const kind = of(values, 'type') ?? '';
      // SCHEMA is the row of "flyway created this schema".
      if (kind === 'SCHEMA') return null;
      const failed = of(values, 'success') !== 't';
      const back = kind.startsWith('UNDO_') || kind === 'DELETE';
      // SQL_BASELINE, of a B file, was run.
      const marked = kind === 'BASELINE' && !failed;
      return {
        version: of(values, 'version'),
        name: of(values, 'script'),
        at: of(values, 'installed_on'),
        checksum: of(values, 'checksum'),
        applied: !failed && !back,
        ...(marked && { marked, why: 'a baseline: what is older was taken for done and not run' }),
        ...(failed && { why: 'it failed' }),
        ...(back && !failed && { why: kind === 'DELETE' ? 'its file was gone and repair struck it out' : 'it was undone' }),
      };
    },
    file: (path) => {
      const match = /^(?:[VB]([\d._]+)|R)__(.+)\.(?:sql|[a-z]+)$/.exec(base(path));
      if (!match?.[2] || !(path.endsWith('.sql') || path.endsWith('.java') || isProgram(path))) return null;
      return { folder: parent(path), version: match[1]?.replaceAll('_', '.') ?? null, name: match[2] };
    },
    compare: (a, b) => {
      if (a.version === null || b.version === null)
        return a.version === b.version ? (a.name < b.name ? -1 : 1) : a.version === null ? 1 : -1;
      return compareVersions(a.version, b.version);
    },
    closeness: (row, file) => {
      if (row.marked) return 0;
      const named = base(row.name ?? '') === base(file.path);
      if (row.version === null || file.version === null) return row.version === file.version && named ? 3 : 0;
      return compareVersions(row.version, file.version) !== 0 ? 0 : named ? 3 : 2;
    },
    lastDecides: true,
    standing: ({ version, path }, rows) => {
      const baseline = rows.findLast(({ values, applied }) => applied && values['type']?.includes('BASELINE'));
      if (version === null || baseline?.version == null || compareVersions(version, baseline.version) > 0) return undefined;
      if (base(baseline.name ?? '') === base(path)) return undefined;
      return { row: baseline, state: 'recorded', why: `the baseline ${baseline.version} stands for it; Flyway did not run it` };
    },
  },
};

/** `1.10` is newer than `1.9`, and `1.0` is `1`. */
function compareVersions(a: string, b: string): number {
  const [x, y] = [a.split('.'), b.split('.')];
  for (let i = 0; i < Math.max(x.length, y.length); i += 1) {
    const part = compareNumbers(x[i] || '0', y[i] || '0');
    if (part !== 0) return part;
  }
  return 0;
}
