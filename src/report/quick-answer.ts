/** The answer of `verify --quick`: who is like whom, in which kinds of object the others are not, and what shows it. */
import type { QuickData } from '../commands/verify.ts';
import { CLASS_WORDS, notComparedLines } from './differences.ts';
import { listed, pen, type Style } from './style.ts';
import { uncheckedLines } from './unchecked.ts';
import type { Verified } from './verify-answer.ts';
import { hang } from './wrap.ts';

export function quickText(
  { verdict, unchecked }: Pick<Verified, 'verdict' | 'unchecked'>,
  data: QuickData,
  style: Style,
): string {
  const p = pen(style);
  const { fingerprints, alike, otherwise, leftOut, majors, counted } = data;
  const [first = []] = alike;
  const [only, ...more] = fingerprints;
  const notCompared = fingerprints.map((f) => ({
    name: f.environment,
    lines: notComparedLines({ ...p, prose: p.prose - 2 }, f.notCompared),
  }));
  const parts = [
    only && more.length === 0
      ? [...hang(p, `${only.environment}, ${only.engine}:`, { first: '' }), `  ${only.whole}`]
      : first.length > 1 && otherwise.length > 0
        ? hang(p, `${listed(first)} are alike.`, { first: `${p.green(p.marks.ok)} `, rest: '  ' })
        : [],
    ...otherwise.map(({ environments, from, kinds, command }) => [
      ...hang(
        p,
        `${listed(environments)} ${environments.length === 1 ? 'differs' : 'differ'} from ${from} in ${listed(kinds)}.`,
        {
          first: `${p.red(p.marks.error)} `,
          rest: '  ',
        },
      ),
      `  ${p.marks.arrow} ${p.bold(p.say(command))}`,
    ]),
    [
      ...(fingerprints.length > 0
        ? hang(p, `Counted: ${counted.map((c) => CLASS_WORDS[c]).join(', ')}.`, { first: '', paint: p.dim })
        : []),
      ...(leftOut.length > 0
        ? hang(p, `Not compared, because PostgreSQL ${listed(majors.map(String))} do not write it alike: ${listed(leftOut)}.`, {
            first: '',
            rest: '  ',
            paint: p.dim,
          })
        : []),
      ...notCompared.flatMap(({ name, lines }) =>
        lines.length > 0 ? [p.dim(`${p.say(name)}:`), ...lines.map((l) => `  ${l}`)] : [],
      ),
    ],
    uncheckedLines(p, unchecked),
    hang(p, verdict, { first: '' }),
  ];
  return parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n');
}
