/** A Problem in the words of somebody who called a function: what to call, where the command line would say what to type. */
import { Problem, retold } from '../base/problem.ts';

const COMMAND = 'npx tidemark migrate';
/** Flags by which a command in a fix may go on, and the options that are the same. */
const OPTIONS: Readonly<Record<string, string>> = { '--to': 'to', '--out-of-order': 'outOfOrder' };

const SAID: readonly (readonly [string, string])[] = [
  ['Run the same command again', 'Call migrate again'],
  ['run the same command again', 'call migrate again'],
  ['Run the command again', 'Call migrate again'],
  ['the same command works', 'the same call works'],
  ['--strict was asked for', 'strict was asked for'],
  ['--out-of-order refuse was asked for', "outOfOrder: 'refuse' was asked for"],
  ['--out-of-order takes', 'outOfOrder takes'],
  ['timeouts.lockBudget (milliseconds) of this environment in tidemark.config', 'the option lockBudget (milliseconds)'],
];

const ELSEWHERE = 'npx tidemark is typed in the project’s folder, where drizzle.config or a variable names this database.';

export function told(problem: Problem): Problem {
  const { code, message, why, fix, exit, details } = retold(problem, inCalls);
  const other = fix.includes('npx tidemark ') ? `${fix}\n${ELSEWHERE}` : fix;
  return new Problem(code, message, { why, fix: other, exit, ...(details ? { details } : {}) });
}

function inCalls(text: string): string {
  const [first = '', ...rest] = SAID.reduce((t, [typed, called]) => t.replaceAll(typed, called), text).split(COMMAND);
  // What only the command can do stays a command.
  return rest.reduce((all, after) => (all.endsWith(ONLY) ? `${all}${COMMAND}${after}` : `${all}${call(after)}`), first);
}

/** Over HTTP a session is opened by the command alone. */
const ONLY = 'Run it with the command, over a WebSocket: ';

/** `after`: what stands behind the command, flags first. */
function call(after: string): string {
  const given: string[] = [];
  let rest = after;
  for (;;) {
    const [, flag = '', value = ''] = rest.split(' ', 3);
    const option = rest.startsWith(' ') ? OPTIONS[flag] : undefined;
    if (option === undefined) break;
    const [word = ''] = value.split('\n', 1);
    given.push(`${option}: '${word}'`);
    rest = rest.slice(` ${flag} ${word}`.length);
  }
  return `migrate(db, ${given.length === 0 ? '…' : `{ …, ${given.join(', ')} }`})${rest}`;
}
