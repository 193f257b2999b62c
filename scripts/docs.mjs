// docs/failures.md from the rules, their cases and docs/catalogue.json: what can go wrong, and what answers it.
import fs from 'node:fs';
import { createJiti } from 'jiti';

const root = new URL('../', import.meta.url);
const jiti = createJiti(import.meta.url, { fsCache: false });

const casesOf = (rule) => {
  const folder = new URL(`cases/rules/${rule}/`, root);
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .sort()
    .filter((name) => fs.existsSync(new URL(`${name}/about.md`, folder)))
    .map((name) => {
      const text = (file) => {
        const url = new URL(`${name}/${file}`, folder);
        return fs.existsSync(url) ? fs.readFileSync(url, 'utf8') : '';
      };
      const about = text('about.md');
      return { name, about: about.slice(about.indexOf('\n\n') + 2).trim(), transcript: text('transcript.txt') };
    });
};

/** Every generated page, by its path below docs/. */
export async function pages() {
  const { rules } = await jiti.import('../src/rules/index.ts');
  const { explainMarkdown } = await jiti.import('../src/report/explain.ts');
  const catalogue = JSON.parse(fs.readFileSync(new URL('docs/catalogue.json', root), 'utf8'));
  const known = new Set(rules.map((r) => r.id));
  const link = (id) => {
    if (!known.has(id)) throw new Error(`docs/catalogue.json names a rule that is not there: ${id}`);
    return `[${id}](rules/${id}.md)`;
  };
  const answer = ({ rules: by = [], command, why }) =>
    [...by.map(link), command ? `\`${command}\`` : '', why ?? ''].filter(Boolean).join('; ');
  const groups = [...new Set(rules.map((r) => r.group))].sort();
  const cases = new Map(rules.map((r) => [r.id, casesOf(r.id)]));
  const index = [
    '# What can be wrong',
    '',
    'Written by `node scripts/docs.mjs` from the rules and their cases. `npx tidemark explain <rule>` says the same.',
    '',
    `${rules.length} rules, ${[...cases.values()].flat().length} cases.`,
    '',
    '## Known failures, and what answers them',
    '',
    '| failure | answered by |',
    '|---|---|',
    ...catalogue.map((entry) => `| ${entry.name} | ${answer(entry)} |`),
    ...groups.flatMap((group) => [
      '',
      `## Rules: ${group}`,
      '',
      '| rule | severity | says | cases |',
      '|---|---|---|---|',
      ...rules
        .filter((r) => r.group === group)
        .map(
          (r) =>
            `| ${link(r.id)} | ${r.severity} | ${r.title} | ${cases
              .get(r.id)
              .map((c) => c.name)
              .join(', ')} |`,
        ),
    ]),
    '',
  ];
  return new Map([
    ['failures.md', index.join('\n')],
    ...rules.map((r) => [`rules/${r.id}.md`, explainMarkdown(r, cases.get(r.id).slice(0, 1))]),
  ]);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const docs = new URL('docs/', root);
  fs.rmSync(new URL('rules/', docs), { recursive: true, force: true });
  fs.mkdirSync(new URL('rules/', docs), { recursive: true });
  for (const [path, text] of await pages()) fs.writeFileSync(new URL(path, docs), text);
}
