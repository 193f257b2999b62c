/** One typed command through the pipeline, with a terminal's or a log's face. */
import { resolve } from 'node:path';
import type { Input } from '../run/input.ts';
import { run } from '../run/run.ts';
import type { Typed } from './arguments.ts';
import { faceFor } from './face.ts';
import type { Io } from './io.ts';
import { show } from './show.ts';

/** `stream`: where `--events -` goes. */
export async function perform(name: string, { positionals, flags }: Typed, io: Io, stream: Io['err']): Promise<number> {
  const one = (flag: string): string | undefined => flags.get(flag)?.at(-1);
  const cwd = resolve(io.cwd, one('cwd') ?? '.');
  const input: Input = {
    cwd,
    env: io.env,
    ...optional({ config: one('config'), out: one('out'), save: one('save'), plan: one('plan') }),
    environments: flags.get('env') ?? [],
    positionals,
    flags,
    yes: flags.has('yes'),
    accept: flags.get('accept') ?? [],
    on: flags.get('on') ?? [],
    dryRun: flags.has('dry-run'),
    by: io.by,
    ownProcess: true,
    now: io.now,
  };
  const shape = { json: flags.has('json'), github: flags.has('github'), dryRun: input.dryRun, verbose: flags.has('verbose') };
  const face = await faceFor(io, shape, one('events'), stream);
  const watching = one('watch');
  if (watching !== undefined) return (await import('./watch.ts')).watch(name, input, face, shape, io, watching);
  const answer = await run(name, input, face);
  return show(answer, shape, io);
}

const optional = <T extends Record<string, string | undefined>>(values: T): { [K in keyof T]?: string } =>
  Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined)) as { [K in keyof T]?: string };
