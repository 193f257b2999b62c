// What applying cost, as Markdown, and whether the goals were reached.
import { kitName } from './tools.mjs';

const ms = (value) => (value === null ? '–' : String(Math.round(value)));
const times = (value) => value.toFixed(2);
const MB = 1024 * 1024;
const goal = (says, reached, measured) => ({ says, reached, measured });
const ours = (group, line = '0.x') => group?.rows.find((r) => r.name === `tidemark (${line})`);
const LINES = ['0.x', '1.0'];

export function applyGoals(apply) {
  const { many, long, thousand, tenThousand, huge, data } = apply?.groups ?? {};
  const list = LINES.flatMap((line) => {
    const row = ours(many, line);
    const of = (says, reached, measured) =>
      goal(`200 migrations of 6 statements: ${says} (${line})`, row ? reached(row) : null, row ? measured(row) : '');
    return [
      of(
        '≤ 1.0 × psql',
        (r) => r.wallOver <= 1,
        (r) => `${times(r.wallOver)} ×`,
      ),
      of(
        'CPU of client and server ≤ 1.3 × psql',
        (r) => r.cpuOver <= 1.3,
        (r) => `${times(r.cpuOver)} ×`,
      ),
      of(
        '≤ 90 MB',
        (r) => r.rss <= 90,
        (r) => `${ms(r.rss)} MB`,
      ),
    ];
  });
  const over = (says, group, most) => {
    const row = ours(group);
    list.push(goal(says, row ? row.wallOver <= most : null, row ? `${times(row.wallOver)} ×, ${ms(row.rss)} MB` : ''));
  };
  over('1,000 migrations ≤ 1.1 × psql with a transaction each', thousand, 1.1);
  over('10,000 migrations on default lock settings ≤ 1.1 × psql with a transaction each', tenThousand, 1.1);
  over('1 migration of 2,000 statements ≤ 1.0 × `psql -1 -f`', long, 1);
  list.push(
    goal(
      '1 migration of 20,000 statements passes',
      huge ? true : null,
      huge ? `${times(ours(huge).wallOver)} × \`psql -1 -f\`` : '',
    ),
  );
  const share = data ? (ours(data).rss * MB) / data.bytes : null;
  list.push(
    goal(
      'a data file of 50 MB in less than 10 × its size of memory',
      share === null ? null : share < 10,
      share === null ? '' : `${times(share)} ×`,
    ),
  );
  return [...list, ...lineGoals(apply)];
}

function lineGoals(apply) {
  const found = (what) => apply?.line.measured.find((m) => m.what === what && m.name === 'tidemark (0.x)');
  const count = (says, row, most) => goal(says, row ? row.waits <= most : null, row ? `${row.waits} (${ms(row.wall)} ms)` : '');
  const held = apply?.held.rows.find((r) => r.name === 'tidemark (0.x)');
  return [
    count('50 migrations over 80 ms: ≤ 60 round trips', found('50 migrations'), 60),
    count('1 migration over 80 ms: ≤ 3 round trips after connecting', found('1 migration, 10 applied'), 3),
    count(
      '1 migration over 80 ms, the first of all: ≤ 3 round trips after connecting',
      found('1 migration, the first of all'),
      3,
    ),
    goal('strongest lock held at 40 ms: ≤ 1 round trip', held ? held.trips <= 1 : null, held ? times(held.trips) : ''),
  ];
}

export function applySections(apply, table) {
  const { groups, line, held, skipped, settings } = apply;
  const said = Object.entries(settings)
    .filter(([name]) => name !== 'server_version')
    .map(([name, value]) => `\`${name} = ${value}\``)
    .join(', ');
  const intro =
    `Into an empty database each time, on a server of its own with PostgreSQL's default settings, so that every commit reaches the disk: ${said}. ` +
    'Ratios are to psql in the same round, which sends the same statements and history rows; CPU is that of the client and of all processes of the server, from Linux’s own accounts in steps of 10 ms. ' +
    `${kitName('1.0')} has a TypeScript config, the others that read one a JSON config.${skipped.length > 0 ? ` Not to be installed here: ${skipped.join(', ')}.` : ''}`;
  const heads = ['', 'wall ms', '× psql', 'client CPU ms', 'server CPU ms', 'CPU × psql', 'peak MB'];
  const sections = Object.values(groups).map((group) => {
    const rows = group.rows.map((r) => [
      r.name,
      ms(r.wall),
      times(r.wallOver),
      ms(r.client),
      ms(r.server),
      times(r.cpuOver),
      ms(r.rss),
    ]);
    return `### ${group.name[0].toUpperCase()}${group.name.slice(1)}\n\n${group.n === 1 ? 'One round.' : `Medians of ${group.n} rounds.`}\n\n${table(heads, rows)}`;
  });
  const lines = line.measured.map((m) => [m.what, m.name, m.connections, m.connecting, m.waits, ms(m.wall)]);
  return [
    `## \`migrate\`, from 1 to 10,000 pending\n\n${intro}`,
    ...sections,
    `### Over a line of ${line.delay} ms\n\nThrough a proxy that delays. A round trip is a wait: what is sent before an answer came does not wait for it. Six statements a migration; one round.\n\n` +
      table(['', '', 'connections', 'connecting', 'after connecting', 'wall ms'], lines),
    `### How long the strongest lock is held\n\nSix ALTER TABLE on a table that is there, over a line of ${held.delay} ms: from the grant of ACCESS EXCLUSIVE to its release, seen from a second session that looks every 2 ms inside of the server.\n\n` +
      table(
        ['', 'ms', 'in round trips'],
        held.rows.map((r) => [r.name, ms(r.ms), times(r.trips)]),
      ),
  ];
}
