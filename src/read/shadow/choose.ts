/** Which shadow will do for what is needed? */
import { Problem } from '../../base/problem.ts';
import { LIMIT, type Opened, type Shadow, type ShadowNeed } from '../shadow.ts';
import { inBox } from './box.ts';
import { openPglite } from './pglite.ts';

export async function chooseShadow(need: ShadowNeed): Promise<Shadow> {
  const limit = need.limit ?? LIMIT;
  const missing = need.extensions.filter((name) => !inBox(name));
  if (missing.length > 0) throw new Problem('shadow-without-extension', 'x', { why: 'x', fix: 'x' });
  const opened = await openPglite(need.extensions, limit);
  return said(opened, 'it needs nothing');
}

const said = (opened: Opened, why: string): Shadow => ({ ...opened, why });
