#!/usr/bin/env node
/** The process: its arguments, streams and signals. */

declare const TIDEMARK_VERSION: string;

const write = (stream: NodeJS.WriteStream) => (text: string) => {
  stream.write(text);
};

// A reader that closes early (`| head`) is no error of ours, and no reason to stop a change half-way.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const argv = process.argv.slice(2);
if (argv[0] === '--version' || argv[0] === '-v') {
  // Scripts ask it before everything else: one file, nothing loaded.
  process.stdout.write(`${TIDEMARK_VERSION}\n`);
} else {
  const { main, whoRuns } = await import('./main.ts');
  process.exitCode = await main({
    argv,
    cwd: process.cwd(),
    env: process.env,
    version: TIDEMARK_VERSION,
    out: write(process.stdout),
    err: write(process.stderr),
    columns: process.stdout.isTTY ? process.stdout.columns : undefined,
    interactive: Boolean(process.stdin.isTTY && process.stdout.isTTY && !process.env['CI']),
    by: whoRuns(process.env),
    now: Date.now,
  });
}
