/** PostgreSQL's own parser (libpg-query, WASM), as `sql` asks it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import type { ParseResult } from 'libpg-query';
import type { Parsed, Parser } from '../../sql/facts/tree.ts';

/** What Emscripten makes of the package's C code. Addresses are bytes in its memory, which moves when it grows. */
interface Wasm {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  readonly HEAPU32: Uint32Array;
  _malloc(bytes: number): number;
  _free(address: number): void;
  /** Takes a text that ends in NUL, gives a PgQueryParseResult. */
  _wasm_parse_query_raw(text: number): number;
  _wasm_free_parse_result(result: number): void;
}

type Make = (options: { instantiateWasm(imports: object, done: (instance: object) => void): void }) => Promise<Wasm>;

/** As far as it is used here: Node's types leave it to the browser's. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: { Module: new (code: Uint8Array) => object; Instance: new (module: object, imports: object) => object };
};

let loaded: Promise<Wasm> | undefined;
let ours = false;

/** The process is the command's own, so V8 may be told how to compile in it. In somebody's server nothing of V8 is touched. */
export function inOwnProcess(): void {
  ours = true;
}

/** Loads the module once; about 30 ms. */
export async function sqlParser(): Promise<Parser> {
  loaded ??= load();
  const wasm = await loaded;
  return { parse: (sql) => parsed(wasm, sql) };
}

/** The package's own face copies texts letter by letter, which takes as long as reading the tree does. */
function load(): Promise<Wasm> {
  const require = createRequire(import.meta.url);
  const make = require('libpg-query/wasm/libpg-query.js') as Make;
  const code = readFileSync(require.resolve('libpg-query/wasm/libpg-query.wasm'));
  return make({ instantiateWasm: (imports, done) => done(new WebAssembly.Instance(compiled(code), imports)) });
}

/**
 * V8 compiles what is called often a second time beside us. PostgreSQL's grammar is one function of a quarter of a megabyte:
 * that takes 250 to 450 ms of CPU, and the SQL of a large project is parsed in 50. Up to V8 12 (Node 22) a module keeps the
 * answer it got when it was compiled, so that every other module of the process is left as it is; later ones ask each time.
 */
function compiled(code: Uint8Array): object {
  if (!ours || Number.parseInt(process.versions.v8, 10) > 12) return new WebAssembly.Module(code);
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
  try {
    return new WebAssembly.Module(code);
  } finally {
    // `wasm-tier-up` is for those without dynamic tiering, and would compile all of this one.
    setFlagsFromString('--wasm-dynamic-tiering');
  }
}

function parsed(wasm: Wasm, sql: string): Parsed {
  // The protocol ends a message at U+0000, and so does the parser.
  const nul = sql.indexOf('\0');
  if (nul !== -1)
    return { ok: false, message: 'invalid byte sequence for encoding "UTF8": 0x00', at: [...sql.slice(0, nul)].length };
  if (sql === '') return { ok: true, statements: [] };
  const bytes = Buffer.byteLength(sql);
  const text = wasm._malloc(bytes + 1);
  let result = 0;
  try {
    Buffer.from(wasm.HEAPU8.buffer, text, bytes).write(sql);
    wasm.HEAPU8[text + bytes] = 0;
    result = wasm._wasm_parse_query_raw(text);
    return answerAt(wasm, result);
  } catch (error) {
    // Its stack is smaller than a server's.
    if (error instanceof RangeError) return { ok: false, why: 'a statement is nested too deeply for the parser' };
    throw error;
  } finally {
    wasm._free(text);
    if (result !== 0) wasm._wasm_free_parse_result(result);
  }
}

/** PgQueryParseResult: tree, stderr_buffer, error. PgQueryError: message, funcname, filename, lineno, cursorpos (from 1; 0 is none). */
function answerAt(wasm: Wasm, result: number): Parsed {
  const word = (address: number): number => wasm.HEAPU32[address >> 2] ?? 0;
  const [tree, error] = [word(result), word(result + 8)];
  if (error !== 0) return { ok: false, message: textAt(wasm, word(error)), at: Math.max(0, (word(error + 16) | 0) - 1) };
  if (result === 0 || tree === 0) throw new Error('libpg-query gave neither a tree nor an error');
  return { ok: true, statements: (JSON.parse(textAt(wasm, tree)) as ParseResult).stmts ?? [] };
}

const textAt = ({ HEAPU8 }: Wasm, address: number): string =>
  Buffer.from(HEAPU8.buffer, address, HEAPU8.indexOf(0, address) - address).toString('utf8');
