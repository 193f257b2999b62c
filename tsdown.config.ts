import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'tsdown';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

// What a deploy with nothing to do loads, in one file: a start pays about a millisecond for each file, and for every 20 KB.
const START = onlyThese(
  'base|model',
  'commands/(index|migrate)',
  'cli/(main|arguments|perform|face|show|planned|io)',
  'run/(run|by|choose|probe|sessions|look-around|progress|input|unanswered)',
  'read/(bytes|errno|paths|receipts|text-file|walk)',
  'read/config/(config-files|config-keys|config-loader|credentials|describe-project|driver-choice|drizzle-line|env-files|environments|install-line|project|tidemark-config|url-origin)',
  'read/database/(address|history-row|refused)',
  'read/folder/(dated|folder|journal|json-places|sql-file)',
  'compare/judge',
  'compare/history/(standing|tie|signs|stamp|stock-run|row-faults)',
  'plans/(pending|noted-parts|shape)',
  'drivers/(index|session|connection|host-kind|sslmode|pglite-memory)',
  'report/(answer|style|width|wrap|visible)',
  'sql/(quote|patience)',
);

/** One hash of everything that is built. */
function sources(): string {
  const files = readdirSync('src', { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => `${parentPath}/${name}`).sort();
  const hash = createHash('sha256').update(readFileSync('package-lock.json'));
  for (const path of paths) hash.update(path).update(readFileSync(path));
  return hash.digest('hex');
}

/** Matches the files of these places in `src`, and what they need of packages. */
function onlyThese(...places: string[]): RegExp {
  return new RegExp(
    `src/(${places.join('|')})(/[^/]+)?\\.ts$|node_modules/(dotenv|picocolors|fastest-levenshtein|jsonc-parser)/`,
  );
}

// In place of Drizzle's own functions, one entry a client; what importing one loads stays small.
const DROPIN = Object.fromEntries(
  ['node-postgres', 'postgres-js', 'neon-http', 'neon-serverless', 'pglite'].map((name) => [name, `src/dropin/${name}.ts`]),
);

const IMPORTED = /src\/(base\/problem|dropin\/(functions|answers))\.ts$/;

const common = {
  platform: 'node' as const,
  target: 'node20.19',
  outDir: 'dist',
  sourcemap: false,
  fixedExtension: false,
  // jsonc-parser's UMD build requires its parts by a path that no bundler resolves.
  inputOptions: { resolve: { mainFields: ['module', 'main'] } },
};

export default defineConfig([
  {
    ...common,
    entry: { cli: 'src/cli/bin.ts', index: 'src/index.ts', schemas: 'src/report/schemas.ts', ...DROPIN },
    format: 'esm',
    clean: true,
    dts: { entry: ['src/index.ts', ...Object.values(DROPIN)] },
    define: {
      TIDEMARK_VERSION: JSON.stringify(version),
      TIDEMARK_BUILD: JSON.stringify(sources()),
      // pg asks whether it runs on Cloudflare by `typeof Response`, which makes Node load its whole fetch (10 ms).
      Response: 'undefined',
    },
    // Names stay: a stack in a bug report has to be readable.
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    deps: { neverBundle: ['@electric-sql/pglite', 'jiti', 'libpg-query'], onlyBundle: false },
    outputOptions: {
      codeSplitting: {
        groups: [
          { name: 'imported', test: (id) => IMPORTED.test(id) && !id.endsWith('.d.ts'), priority: 1 },
          { name: 'start', test: (id) => START.test(id) && !id.endsWith('.d.ts') },
        ],
        includeDependenciesRecursively: false,
      },
    },
  },
  {
    ...common,
    // Runs the project's config in a process of its own, so it is one file.
    entry: { 'config-child': 'src/read/config/config-child.cjs' },
    format: 'cjs',
    clean: false,
    dts: false,
    deps: { neverBundle: ['jiti'], onlyBundle: false },
    outExtensions: () => ({ js: '.cjs' }),
  },
  {
    ...common,
    // The thread of a PGlite shadow.
    entry: { 'pglite-thread': 'src/read/shadow/pglite-thread.mjs' },
    format: 'esm',
    clean: false,
    dts: false,
    deps: { neverBundle: ['@electric-sql/pglite'], onlyBundle: false },
    outExtensions: () => ({ js: '.mjs' }),
  },
]);
