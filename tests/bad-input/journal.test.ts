/** A journal with anything in place of anything is evidence: findings, never a crash. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytesOf, journal, type Place, randomFrom, smallPlace } from './place.ts';

const JOURNAL = 'drizzle/meta/_journal.json';
const VALUES: readonly [string, unknown][] = [
  ['null', null],
  ['a number', 7],
  ['a negative number', -1.5],
  ['a huge number', 1e300],
  ['an empty text', ''],
  ['a text', 'ada'],
  ['true', true],
  ['an array', [1]],
  ['an empty array', []],
  ['an object', { a: 1 }],
  ['missing', undefined],
];

let place: Place;
beforeAll(() => {
  place = smallPlace();
});
afterAll(() => place.remove());

async function looked(): Promise<{ rules: string[]; unchecked: number; exit: number; migrations: number }> {
  const before = bytesOf(place.folder);
  const doctor = await place.ask('doctor', '--files');
  await place.ask('status');
  expect(bytesOf(place.folder)).toEqual(before);
  const { findings, unchecked } = doctor.told;
  return {
    rules: findings.map((f) => f.rule),
    unchecked: unchecked.filter((u) => !u.absent).length,
    exit: doctor.exit,
    migrations: findings.length,
  };
}

test('the place itself is healthy', async () => {
  const healthy = await looked();
  expect(healthy).toMatchObject({ rules: [], unchecked: 0, exit: 0 });
});

const TOP = ['version', 'dialect', 'entries'] as const;
test.each(TOP.flatMap((key) => VALUES.map(([name, value]) => [key, name, value] as const)))(
  '%s is %s',
  async (key, _name, value) => {
    place.write(JOURNAL, JSON.stringify({ ...journal(), [key]: value }));
    const { rules, unchecked } = await looked();
    if (key === 'entries' && !Array.isArray(value)) expect(rules.length + unchecked).toBeGreaterThan(0);
  },
);

const FIELDS = ['idx', 'version', 'when', 'tag', 'breakpoints'] as const;
test.each(FIELDS.flatMap((key) => VALUES.map(([name, value]) => [key, name, value] as const)))(
  '%s of an entry is %s',
  async (key, _name, value) => {
    const whole = journal();
    const [first, second] = whole.entries as Record<string, unknown>[];
    place.write(JOURNAL, JSON.stringify({ ...whole, entries: [{ ...first, [key]: value }, second] }, null, 2));
    const { rules, unchecked, exit } = await looked();
    if (key === 'tag') expect(rules.length).toBeGreaterThan(0);
    if (key === 'when' && typeof value !== 'number') expect([exit, rules.length + unchecked > 0]).toEqual([1, true]);
  },
);

test.each(VALUES.filter(([, value]) => value !== undefined))('an entry is %s', async (_name, value) => {
  const whole = journal();
  place.write(JOURNAL, JSON.stringify({ ...whole, entries: [...(whole.entries as unknown[]), value] }, null, 2));
  const { rules, exit } = await looked();
  expect([exit, rules.length > 0]).toEqual([1, true]);
});

test.each(VALUES.filter(([, value]) => value !== undefined))('the journal is %s', async (_name, value) => {
  place.write(JOURNAL, JSON.stringify(value));
  const { rules, unchecked } = await looked();
  expect(rules.length + unchecked).toBeGreaterThan(0);
});

test.each([
  ['empty', ''],
  ['white space', ' \n'],
  ['cut', JSON.stringify(journal(), null, 2).slice(0, 120)],
  ['with a BOM', `\uFEFF${JSON.stringify(journal())}`],
  ['with comments', `// by hand\n${JSON.stringify(journal())}`],
  ['with a comma too many', JSON.stringify(journal()).replace(']', ',]')],
  [
    'with conflict markers',
    `<<<<<<< HEAD\n${JSON.stringify(journal())}\n=======\n${JSON.stringify(journal())}\n>>>>>>> theirs\n`,
  ],
  ['of NULs', '\0'.repeat(500)],
  ['a deep nest', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['with __proto__', JSON.stringify(journal()).replace('"version"', '"__proto__":{"tag":"x"},"version"')],
  ['with keys twice', JSON.stringify(journal()).replaceAll('"tag"', '"tag":"x","tag"')],
])('the journal is %s', async (_name, text) => {
  place.write(JOURNAL, text);
  await looked();
});

test('a hundred and fifty journals with random bytes in them', async () => {
  const random = randomFrom(3);
  const good = Buffer.from(JSON.stringify(journal(), null, 2));
  for (let round = 0; round < 150; round += 1) {
    const bytes = Buffer.from(good);
    for (let n = 0; n <= random() * 3; n += 1) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    const cut = random() < 0.2 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes;
    place.write(JOURNAL, cut);
    await place.type('doctor', '--files', ...(round % 2 ? ['--json'] : []));
  }
});
