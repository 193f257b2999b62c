/** Runs a project's own config in a process of its own and reports, on file descriptor 3, what it exported, read or threw. */
'use strict';

exports.defineConfig = (config) => config;

const MARK = Symbol.for('tidemark.config');
// jiti answers `import … from 'drizzle-kit'` with this very file, which must not start again then.
if (!globalThis[MARK]) {
  globalThis[MARK] = true;
  main(process.argv[2]);
}

function main(file) {
  const fs = require('node:fs');
  const Module = require('node:module');
  const path = require('node:path');
  const v8 = require('node:v8');

  const root = process.cwd();
  const real = process.env;
  const reads = new Map();
  const setBy = new Map();
  const envFiles = [];
  const missing = [];
  const relative = (name) => path.relative(root, path.resolve(root, name)).split(path.sep).join('/');
  const outside = (name) => name.includes(`${path.sep}node_modules${path.sep}`);

  let reported = false;
  let exitCalled = false;
  const exit = process.exit;
  process.exit = (code) => {
    exitCalled = true;
    return exit.call(process, code);
  };
  process.on('exit', (code) => {
    if (!reported) report({ exited: code, called: exitCalled });
  });

  function report(outcome) {
    reported = true;
    const variables = [...reads].map(([name, value]) => ({ name, value, setBy: setBy.get(name) ?? null }));
    const bytes = v8.serialize({ ...outcome, variables });
    for (let at = 0; at < bytes.length; ) at += fs.writeSync(3, bytes, at);
  }

  /** What libraries ask for on their own account says nothing about the project. */
  const ofLibraries = (name) =>
    /^(DOTENV_|JITI_|BABEL_|NODE_(?!ENV$)|WATCH_REPORT_|FORCE_COLOR$|NO_COLOR$|TERM$|COLORTERM$|DEBUG$)/.test(name);

  /** A copy of everything is no read: it asks for all names, then for each one's descriptor just before its value. */
  let copying = false;
  let described;
  const watched = new Proxy(real, {
    get(target, name) {
      const value = target[name];
      copying &&= name === described;
      if (typeof name === 'string' && !copying && !ofLibraries(name) && !(name in Object.prototype)) reads.set(name, value);
      return value;
    },
    ownKeys(target) {
      copying = true;
      return Reflect.ownKeys(target);
    },
    getOwnPropertyDescriptor(target, name) {
      described = name;
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
    set(target, name, value) {
      target[name] = value;
      const from = envFiles.findLast((f) => f.text.includes(name) && f.text.includes(String(value))) ?? envFiles.at(-1);
      setBy.set(name, from ? from.path : relative(file));
      return true;
    },
  });

  const readFileSync = fs.readFileSync;
  fs.readFileSync = (name, ...rest) => {
    const content = readFileSync.call(fs, name, ...rest);
    if (typeof name === 'string' && path.basename(name).startsWith('.env'))
      envFiles.push({ path: relative(name), text: String(content) });
    return content;
  };
  const { loadEnvFile } = process;
  if (loadEnvFile) {
    process.loadEnvFile = (name = '.env') => {
      const before = new Set(Object.keys(real));
      loadEnvFile.call(process, name);
      for (const key of Object.keys(real)) if (!before.has(key)) setBy.set(key, relative(String(name)));
    };
  }
  Module.syncBuiltinESMExports();

  const stubs = new Set(['drizzle-kit', 'tidemark']);
  const load = Module._load;
  Module._load = function (request, ...rest) {
    return stubs.has(request) ? exports : load.call(this, request, ...rest);
  };
  const resolve = Module._resolveFilename;
  Module._resolveFilename = function (request, parent, ...rest) {
    if (stubs.has(request)) return __filename;
    try {
      return resolve.call(this, request, parent, ...rest);
    } catch (error) {
      const typed = request.startsWith('.') && asTypeScript(path.resolve(path.dirname(parent?.filename ?? file), request));
      if (typed) return typed;
      missing.push({ request, from: parent?.filename ?? file });
      throw error;
    }
  };

  /** TypeScript's own rule: `./env.js` may mean env.ts. */
  function asTypeScript(name) {
    const swap = { '.js': ['.ts', '.tsx'], '.mjs': ['.mts'], '.cjs': ['.cts'] }[path.extname(name)] ?? [];
    return swap
      .map((extension) => name.slice(0, -path.extname(name).length) + extension)
      .find((candidate) => fs.existsSync(candidate));
  }

  let sucrase;
  function transform(source, name) {
    const bundled = path.join(__dirname, 'sucrase.cjs');
    sucrase ??= require(fs.existsSync(bundled) ? bundled : 'sucrase');
    const transforms = name.endsWith('x') ? ['typescript', 'imports', 'jsx'] : ['typescript', 'imports'];
    return sucrase.transform(source, { transforms, filePath: name, production: true }).code;
  }

  const native = Module._extensions['.js'];
  for (const extension of ['.js', '.mjs', '.jsx', '.ts', '.mts', '.cts', '.tsx']) {
    const before = Module._extensions[extension] ?? native;
    Module._extensions[extension] = (module, name) => {
      const script = extension.startsWith('.j') || extension.startsWith('.m');
      if (script && outside(name)) return before(module, name);
      const source = readFileSync(name, 'utf8').replace(/^\uFEFF/, '');
      const plain = extension === '.js' && !source.includes('import') && !source.includes('export ');
      return module._compile(plain ? source : transform(source, name), name);
    };
  }

  /** Top-level await, import.meta, paths of tsconfig: what only a full module system can do. */
  const beyondSucrase = (error) =>
    error instanceof SyntaxError || error?.code === 'MODULE_NOT_FOUND' || String(error?.code).startsWith('ERR_REQUIRE_');

  async function loadWithJiti() {
    process.env = real;
    const { createJiti } = require('jiti');
    for (const extension of ['.jsx', '.ts', '.mts', '.cts', '.tsx']) delete Module._extensions[extension];
    Module._extensions['.js'] = native;
    const jiti = createJiti(file, {
      fsCache: false,
      interopDefault: false,
      tsconfigPaths: true,
      alias: { 'drizzle-kit': __filename, tidemark: __filename },
    });
    // Its compiler is loaded now, so that what that asks for is not taken for the project's wish.
    jiti.transform({ source: '', filename: file, ts: true });
    process.env = watched;
    return jiti.import(file);
  }

  async function evaluate() {
    process.env = watched;
    let exported;
    try {
      exported = require(file);
    } catch (error) {
      if (!beyondSucrase(error)) throw error;
      missing.length = 0;
      exported = await loadWithJiti().catch((second) => {
        if (second instanceof Error && error instanceof SyntaxError && error.loc) second.loc = error.loc;
        throw second;
      });
    }
    // As the stock tools: the default export, else everything that is exported.
    const named = exported?.__esModule === true || exported?.[Symbol.toStringTag] === 'Module';
    const value = await (exported?.default ?? exported);
    return { value: plain(value, new Map()), named: named && exported.default === undefined };
  }

  /** A copy that can be sent: functions and symbols by name only. */
  function plain(value, seen) {
    if (typeof value === 'function' || typeof value === 'symbol') return { [`(${typeof value})`]: true };
    if (value === null || typeof value !== 'object') return value;
    if (Buffer.isBuffer(value)) return value.toString('utf8');
    if (seen.has(value)) return seen.get(value);
    const copy = Array.isArray(value) ? [] : {};
    seen.set(value, copy);
    for (const key of Object.keys(value)) copy[key] = plain(value[key], seen);
    return copy;
  }

  /** The innermost frame in a file of the project. */
  function placeOf(error) {
    if (!(error instanceof Error)) return null;
    if (typeof error.loc?.line === 'number') return { file: relative(file), line: error.loc.line };
    let sites = [];
    const before = Error.prepareStackTrace;
    Error.prepareStackTrace = (_, all) => {
      sites = all;
      return '';
    };
    void error.stack;
    Error.prepareStackTrace = before;
    for (const site of sites) {
      let name = site.getFileName() ?? '';
      if (name.startsWith('file:')) name = require('node:url').fileURLToPath(name);
      if (path.isAbsolute(name) && name !== __filename && !outside(name))
        return { file: relative(name), line: site.getLineNumber() };
    }
    return null;
  }

  function describe(error) {
    // tsconfig paths make jiti ask for several names; the last one asked for is the one that is missing.
    const lost = missing.at(-1);
    const message = error instanceof Error ? error.message : `a ${typeof error} was thrown: ${String(error)}`;
    const absent = error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND';
    return {
      message,
      code: typeof error?.code === 'string' ? error.code : null,
      syntax: error instanceof SyntaxError,
      place: placeOf(error),
      missing: absent && lost ? { request: lost.request, from: relative(lost.from) } : null,
    };
  }

  evaluate().then(
    (outcome) => {
      try {
        report({ exported: outcome });
      } catch (error) {
        report({ thrown: describe(error) });
      }
      exit.call(process, 0);
    },
    (error) => {
      report({ thrown: describe(error) });
      exit.call(process, 0);
    },
  );
}
