/** `migrate`, run in this process or as a process of its own: what it said, and with which exit status. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { migrate, Problem } from '../../src/index.ts';

export const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export interface Said {
  /** -1: it was killed; 130: by SIGINT, as a shell shows it. */
  exit: number;
  /** Problem's code; null where only the text is known. */
  code: string | null;
  /** Everything that it wrote. */
  text: string;
}

/** The library. What a bug throws is exit 70, as on the command line. */
export async function inProcess(folder: string): Promise<Said> {
  try {
    const answer = await migrate({ cwd: folder, env: {} });
    return { exit: answer.exit, code: null, text: answer.verdict };
  } catch (error) {
    if (!(error instanceof Problem))
      return { exit: 70, code: null, text: error instanceof Error ? String(error.stack) : String(error) };
    return { exit: error.exit, code: error.code, text: `${error.message}\n${error.why}\n${error.fix}` };
  }
}

export interface Runner {
  pid: number;
  signal(name: NodeJS.Signals): void;
  ended: Promise<Said>;
}

/** The command line. */
export function cli(folder: string, args: readonly string[] = ['migrate'], env: Record<string, string> = {}): Runner {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      text += data.toString();
    });
  const ended = new Promise<Said>((done) => {
    child.once('close', (code, signal) => {
      const exit = code ?? (signal === 'SIGINT' ? 130 : -1);
      done({ exit, code: null, text: code === null ? `${text}\nended by ${signal}` : text });
    });
  });
  return { pid: child.pid ?? 0, signal: (name) => void child.kill(name), ended };
}
