/** Could migrate run in each environment, and if not, what is in the way? */
import type { Connected } from '../run/connect.ts';
import { pen, type Style } from './style.ts';
import { hang } from './wrap.ts';

export function connectText(connected: readonly Connected[], style: Style): string {
  const p = pen(style);
  const blocks = connected.map(({ environment, target, could, checks }) => {
    const mark = could ? p.green(p.marks.ok) : p.red(p.marks.error);
    const lines = hang(
      p,
      `${environment === 'default' ? 'migrate' : `migrate in ${environment}`} ${could ? 'could run' : 'could not run'} (${p.say(target)}).`,
      { first: `${mark} `, rest: '  ' },
    );
    for (const { ok, says } of checks) {
      const sign = ok === true ? p.marks.ok : ok === false ? p.marks.error : p.marks.note;
      lines.push(...hang(p, p.say(says), { first: `    ${sign} `, rest: '      ', most: 3 }));
    }
    return lines.join('\n');
  });
  return blocks.length > 0 ? blocks.join('\n\n') : 'No environment is configured, so there is nothing to connect to.';
}
