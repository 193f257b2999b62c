/** What of a long matrix runs in `npm test`: a fixed sample; all of it with TIDEMARK_FULL=1 (`npm run test:full`). */
import { sha256 } from '../src/base/fingerprint.ts';

export const FULL = process.env['TIDEMARK_FULL'] === '1' || process.env['UPDATE_CASES'] === '1';

/** About one in `n`, always the same ones. */
export const sampled = (name: string, n: number): boolean => FULL || Number.parseInt(sha256(name).slice(0, 8), 16) % n === 0;
