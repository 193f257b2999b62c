import { readFileSync } from 'node:fs';
import { defineConfig } from 'tsdown';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

// What every command loads, in one file: a start pays about a millisecond for each.
const START =
  /src\/(base|model|cli\/(main|arguments|perform|face|show|planned|io)|run\/(run|choose|probe|sessions|look-around|progress|input)|read\/(project|config|describe|drizzle-line|env|environments|tidemark-config|credentials|address|url-origin|install-line|paths|text-file|errno|bytes|folder|sql-file|journal|json-places|dated)[a-z-]*\.ts|compare\/(standing|tie|signs|stamp|stock-run|row-faults)|drivers\/(index|session|connection|host-kind|sslmode)|report\/(answer|style|width|wrap|visible|problem|findings|groups|unchecked|status|table|receipts|json|explain|markdown|plan|diff|filestep|historystep)|sql\/(quote|history))/;

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
    entry: { cli: 'src/cli/bin.ts', index: 'src/index.ts', schemas: 'src/report/schemas.ts' },
    format: 'esm',
    clean: true,
    dts: { entry: 'src/index.ts' },
    define: {
      TIDEMARK_VERSION: JSON.stringify(version),
      // pg asks whether it runs on Cloudflare by `typeof Response`, which makes Node load its whole fetch (10 ms).
      Response: 'undefined',
    },
    // Names stay: a stack in a bug report has to be readable.
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    deps: { neverBundle: ['@electric-sql/pglite', 'jiti', 'libpg-query'], onlyBundle: false },
    outputOptions: { codeSplitting: { groups: [{ name: 'start', test: START }] } },
  },
  {
    ...common,
    // Runs the project's config in a process of its own, so it is one file.
    entry: { 'config-child': 'src/read/config-child.cjs' },
    format: 'cjs',
    clean: false,
    dts: false,
    deps: { neverBundle: ['jiti'], onlyBundle: false },
    outExtensions: () => ({ js: '.cjs' }),
  },
]);
