// What was to be reached, and whether it was.
import { applyGoals } from './apply-page.mjs';
import { catalogGoals } from './catalog.mjs';
import { functionGoals } from './function.mjs';
import { perRound } from './measure.mjs';
import { kitName } from './tools.mjs';

const rowOf = (group, name) => group.rows.find((r) => r.name === name);
const times = (value) => `${value.toFixed(2)} ×`;
const goal = (says, reached, measured) => ({ says, reached, measured });

/** One line a goal; `reached` is null when it was not measured. */
export function goals({ start, database, function: called, apply, catalog, corpus = [], generated }) {
  return [
    ...ofStart(start),
    ...ofFiles(corpus, generated),
    ...ofDatabase(database),
    ...functionGoals(called),
    ...applyGoals(apply),
    ...catalogGoals(catalog),
  ];
}

function ofStart(start) {
  const over = start && rowOf(start.version, 'tidemark').wallOver;
  return [goal('`--version` ≤ 1.5 × bare Node', start ? over <= 1.5 : null, start ? times(over) : '')];
}

function ofFiles(corpus, generated) {
  const list = [];
  const rows = corpus.map((group) => ({ project: group.project, ...rowOf(group, 'tidemark') }));
  const most = (field) => rows.reduce((a, b) => (b[field] > a[field] ? b : a), { [field]: 0 });
  const [cpu, rss] = [most('cpuAbove'), most('rss')];
  const any = rows.length > 0;
  list.push(
    goal(
      '`doctor --files` ≤ 1.0 s of CPU above bare Node on every corpus project',
      any ? cpu.cpuAbove <= 1000 : null,
      any ? `at most ${(cpu.cpuAbove / 1000).toFixed(2)} s (${cpu.project})` : '',
    ),
  );
  list.push(
    goal(
      '`doctor --files` ≤ 200 MB on every corpus project',
      any ? rss.rss <= 200 : null,
      any ? `at most ${Math.round(rss.rss)} MB (${rss.project})` : '',
    ),
  );
  const heavy = generated?.find((group) => group.name.includes('120 MB'));
  const row = heavy && rowOf(heavy, 'tidemark (0.x)');
  list.push(
    goal(
      '`doctor --files` with 120 MB of snapshots ≤ 2 s of CPU above bare Node',
      row ? row.cpuAbove <= 2000 : null,
      row ? `${(row.cpuAbove / 1000).toFixed(2)} s, ${Math.round(row.rss)} MB` : '',
    ),
  );
  return list;
}

function ofDatabase(database) {
  const list = [];
  for (const line of ['0.x', '1.0']) {
    const ours = `tidemark (${line}), JSON config`;
    const over = database?.psql ? perRound(database.noop, (s) => s(ours).wall / (s('bare Node').wall + s('psql').wall)) : null;
    list.push(
      goal(
        `\`migrate\`, nothing pending, JSON config ≤ 2.0 × (bare Node + psql) (${line})`,
        over === null ? null : over <= 2,
        over === null ? '' : times(over),
      ),
    );
  }
  for (const kind of ['JSON config', 'TypeScript config, cold', 'TypeScript config, warm']) {
    const share = (field) =>
      perRound(database.noop, (s) => s(`tidemark (0.x), ${kind}`)[field] / s(`${kitName('0.x')}, ${kind}`)[field]);
    const shares = database ? [share('wall'), share('cpu')] : [];
    list.push(
      goal(
        `\`migrate\`, nothing pending, ${kind}: at most half of ${kitName('0.x')}`,
        database ? shares.every((s) => s <= 0.5) : null,
        database ? `wall ${times(shares[0])}, CPU ${times(shares[1])}` : '',
      ),
    );
  }
  for (const [name, most] of [
    ['tidemark migrate, nothing pending', 1],
    ['tidemark doctor', 2],
  ]) {
    const counted = database?.turns.filter((t) => t.what === name) ?? [];
    const says = counted.map((t) => `${t.turns} (${t.line})`).join(', ');
    list.push(
      goal(
        `${name.replace(/tidemark (\w+)/, '`$1`')}: ${most} round trip${most > 1 ? 's' : ''} after connecting`,
        counted.length > 0 ? counted.every((t) => t.turns <= most) : null,
        says,
      ),
    );
  }
  return list;
}
