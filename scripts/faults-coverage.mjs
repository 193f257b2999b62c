// What of the applying code does no fault, refusal or guard test reach? V8 counts, this maps its blocks back to the source.
// node scripts/faults-coverage.mjs [tests …]
import fs from 'node:fs';
import { SourceMap } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startVitest } from 'vitest/node';

const root = fileURLToPath(new URL('..', import.meta.url));
const FILES = [
  ...fs
    .readdirSync(path.join(root, 'src/run/database'))
    .filter((f) => f !== 'smoke.ts')
    .map((f) => `src/run/database/${f}`),
  ...['change', 'interrupts'].map((f) => `src/run/${f}.ts`),
  'src/plans/transaction.ts',
  ...['guard', 'blockers', 'steps', 'traces'].map((f) => `src/sql/${f}.ts`),
  'src/drivers/answered.ts',
];
const tests = process.argv.length > 2 ? process.argv.slice(2) : ['tests/faults', 'tests/refusals'];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tidemark-coverage-'));
const setup = path.join(folder, 'setup.mjs');
// A worker may be ended before it writes what it counted.
fs.writeFileSync(
  setup,
  `import { takeCoverage } from 'node:v8';\nimport { afterAll } from ${JSON.stringify(pathToFileURL(path.join(root, 'node_modules/vitest/dist/index.js')).href)};\nafterAll(() => takeCoverage());\n`,
);
process.env.NODE_V8_COVERAGE = folder;
process.chdir(root);
const vitest = await startVitest('test', tests, {
  watch: false,
  setupFiles: [setup],
  reporters: ['default'],
  exclude: ['**/node_modules/**', '**/seeded.test.ts'],
});

/** Runs of one module: what was counted in each process. */
const runs = new Map(FILES.map((file) => [path.join(root, file), []]));
for (const name of fs.readdirSync(folder)) {
  if (!name.endsWith('.json')) continue;
  for (const { url, functions } of JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')).result)
    runs.get(url.startsWith('file:') ? fileURLToPath(url) : url)?.push(functions);
}

/** The module stands in a function of the runner: where it begins in it is where a function of the module is less where it is in the code. */
function headOf(functions, code) {
  const votes = new Map();
  for (const { functionName: name, ranges } of functions) {
    if (!/^\w+$/.test(name)) continue;
    const found = new RegExp(`(?:async )?function ${name}\\(|const ${name} = `).exec(code);
    if (!found) continue;
    const at = found.index + (found[0].startsWith('const') ? found[0].length : 0);
    const head = ranges[0].startOffset - at;
    votes.set(head, (votes.get(head) ?? 0) + 1);
  }
  return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

let [blocks, missed] = [0, 0];
const lines = [];
for (const [file, counted] of runs) {
  const { code, map } = await vitest.projects[0].vite.environments.ssr.transformRequest(file);
  const source = fs.readFileSync(file, 'utf8').split('\n');
  const reached = new Uint8Array(code.length);
  const starts = new Set();
  for (const functions of counted) {
    const all = functions.flatMap((f) => f.ranges);
    const head = headOf(functions, code);
    const here = new Uint8Array(code.length);
    // Outer ranges come first, inner ones overrule them.
    for (const { startOffset, endOffset, count } of [...all].sort(
      (a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset,
    )) {
      here.fill(count > 0 ? 1 : 0, Math.max(0, startOffset - head), Math.max(0, endOffset - head));
      if (startOffset >= head) starts.add(startOffset - head);
    }
    for (let i = 0; i < here.length; i += 1) reached[i] |= here[i];
  }
  const mapped = new SourceMap(map);
  const offsets = [0];
  for (let i = 0; i < code.length; i += 1) if (code[i] === '\n') offsets.push(i + 1);
  const lineOf = (offset) => {
    let line = offsets.length - 1;
    while (offsets[line] > offset) line -= 1;
    const { originalLine } = mapped.findEntry(line, offset - offsets[line]);
    return originalLine === undefined ? null : originalLine + 1;
  };
  blocks += starts.size;
  const seen = [];
  for (let i = 0; i < code.length; i += 1) {
    if (reached[i] || (i > 0 && !reached[i - 1])) continue;
    let to = i;
    while (to < code.length && !reached[to]) to += 1;
    const text = code.slice(i, to).trim();
    if (
      !/[\w]/.test(text) ||
      text.startsWith('//#') ||
      text.startsWith('Object.defineProperty(__vite') ||
      text.includes('catch {}')
    )
      continue;
    missed += 1;
    seen.push({ line: lineOf(i + code.slice(i, to).search(/\w/)), text: text.split('\n')[0].slice(0, 100) });
  }
  lines.push(
    `${path.relative(root, file)}: ${counted.length === 0 ? 'never loaded' : `${starts.size} blocks, ${seen.length} not reached`}`,
  );
  for (const { line, text } of seen) lines.push(`  ${line ?? '?'}: ${(line && source[line - 1]?.trim().slice(0, 120)) || text}`);
}
console.log(`\n${lines.join('\n')}\n\n${blocks} blocks, ${missed} of them not reached.`);
await vitest.close();
fs.rmSync(folder, { recursive: true, force: true });
