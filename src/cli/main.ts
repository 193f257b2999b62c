/** The command line: arguments in, one answer out; stdout is the answer, stderr is progress. */
import { nearest } from '../base/nearest.ts';
import { Problem } from '../base/problem.ts';
import { commands } from '../commands/index.ts';
import { unanswered } from '../run/unanswered.ts';
import { typed } from './arguments.ts';
import type { Io } from './io.ts';
import { perform } from './perform.ts';
import { PLANNED } from './planned.ts';
import { show, showBug } from './show.ts';

// Beside it, so that a start loads one file for both.
export { whoRuns } from '../run/by.ts';

/** Resolves with the exit status. */
export async function main(given: Io): Promise<number> {
  // Who reads events from stderr is to find nothing else there.
  const io = asksForStream(given.argv) ? { ...given, err: given.out } : given;
  const [first, ...rest] = io.argv;
  if (first === '--version' || first === '-v') {
    io.out(`${io.version}\n`);
    return 0;
  }
  if (first === undefined || first === '--help' || first === '-h' || (first === 'help' && rest.length === 0)) {
    const { overview } = await import('./help.ts');
    io.out(`${await overview(io.version)}\n`);
    return first === undefined ? 2 : 0;
  }
  const [name, argv] = first === 'help' ? [rest[0] ?? '', ['--help']] : [first, rest];
  if (name === 'tour') {
    if (argv.some((a) => a === '--help' || a === '-h')) {
      io.out(
        'tidemark tour\n\n  The main job on an embedded PostgreSQL, in a throw-away folder that it leaves for you\n  to look at. It takes no arguments.\n',
      );
      return 0;
    }
    if (argv.length > 0) io.err(`The tour takes no arguments; ${argv.join(' ')} is left out.\n`);
    return (await import('./tour.ts')).tour(io);
  }
  const asJson = argv.includes('--json');
  try {
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!load) throw noCommand(name);
    const command = (await load()).default;
    const words = typed(name, command, argv);
    if (words.flags.has('help')) {
      const { helpOf } = await import('./help.ts');
      io.out(`${helpOf(command)}\n`);
      return 0;
    }
    return await perform(name, words, io, given.err);
  } catch (error) {
    if (!(error instanceof Problem)) return showBug(error, io);
    const answer = { ...unanswered(name), exit: error.exit, verdict: error.message, problem: error };
    return await show(answer, { json: asJson, github: false, dryRun: false }, io);
  }
}

const asksForStream = (argv: readonly string[]): boolean =>
  argv.some((word, i) => word === '--events=-' || (word === '-' && argv[i - 1] === '--events'));

function noCommand(name: string): Problem {
  const says = Object.hasOwn(PLANNED, name) ? PLANNED[name] : undefined;
  if (says)
    return new Problem('not-there-yet', `${name} is not there yet.`, {
      why: `It ${says}; this version cannot do that.`,
      fix: 'npx tidemark --help',
    });
  const near = nearest(name, Object.keys(commands));
  return new Problem('unknown-command', `There is no command ${name}.`, {
    why: near ? `The nearest is ${near}.` : 'Nothing was done.',
    fix: near ? `npx tidemark ${near}` : 'npx tidemark --help',
  });
}
