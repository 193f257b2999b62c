/** What does the git program answer? It is asked so that it writes nothing, fetches nothing and runs nothing of the repository's. */
import { execFile, spawn } from 'node:child_process';
import { got, type Read } from '../../model/read.ts';

const LIMIT = 10_000;
const ASK = [
  '--no-pager',
  '--literal-pathspecs',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'protocol.allow=never',
  '-c',
  'log.showSignature=false',
];

/** Inside a git hook GIT_DIR and GIT_INDEX_FILE point to what git is at; we ask about the folder. */
function surroundings(): NodeJS.ProcessEnv {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^GIT_(?!EXEC_PATH$|CONFIG_|SSL_)/.test(name)));
  return { ...env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1' };
}

/** git's standard output; not ok with git's own first line, or that there is no git (`absent`). */
export function git(cwd: string, args: readonly string[]): Promise<Read<string>> {
  return new Promise((resolve) => {
    const options = { cwd, env: surroundings(), timeout: LIMIT, maxBuffer: 128 * 1024 * 1024, windowsHide: true };
    execFile('git', [...ASK, ...args], options, (error, stdout, stderr) => {
      if (error === null) resolve(got(stdout));
      else if (isMissing(error)) resolve({ ok: false, why: 'git is not installed', absent: true });
      else if (error.killed === true) resolve({ ok: false, why: `git took longer than ${LIMIT / 1000} s` });
      else resolve({ ok: false, why: firstLine(stderr) || `git ${args[0]} ended with ${error.code ?? error.signal}` });
    });
  });
}

const isMissing = (error: Error): boolean => 'code' in error && error.code === 'ENOENT';

/** git's last word, behind warnings and hints. */
function firstLine(stderr: string): string {
  const lines = stderr.trim().split('\n');
  const fatal = lines.find((line) => line.startsWith('fatal: '));
  return fatal?.slice('fatal: '.length) ?? lines[0] ?? '';
}

/** Feeds `input` to git and hands over its output piece by piece; `take` answers false when it has enough. */
export function gitStream(
  cwd: string,
  args: readonly string[],
  input: string,
  take: (piece: Buffer) => boolean,
): Promise<Read<'all' | 'enough'>> {
  return new Promise((resolve) => {
    const child = spawn('git', [...ASK, ...args], { cwd, env: surroundings(), timeout: LIMIT * 3, windowsHide: true });
    let enough = false;
    let stderr = '';
    child.stdout.on('data', (piece: Buffer) => {
      if (enough || take(piece)) return;
      enough = true;
      child.kill();
    });
    child.stderr.on('data', (piece: Buffer) => {
      if (stderr.length < 2000) stderr += piece.toString('utf8');
    });
    child.on('error', (error) => resolve({ ok: false, why: error.message }));
    // The pipe breaks when git ends first; how git ended is what `close` reports.
    child.stdin.on('error', (error) => {
      stderr ||= error.message;
    });
    child.on('close', (code, signal) => {
      if (enough) resolve(got('enough'));
      else if (code === 0) resolve(got('all'));
      else resolve({ ok: false, why: firstLine(stderr) || `git ${args[0]} ended with ${signal ?? code}` });
    });
    child.stdin.end(input);
  });
}
