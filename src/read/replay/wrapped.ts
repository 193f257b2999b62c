/** One statement as a message: what is asked before and behind it, and what the answers say. */
import type { Result } from '../../drivers/session.ts';
import type { Wrote } from '../../model/index.ts';
import type { Shadow } from '../shadow/shadow.ts';
import { rows as ROWS } from './probe.ts';
import type { Sendable } from './sendable.ts';
import type { Watch } from './watch.ts';

/** DISCARD ALL, DEALLOCATE ALL. */
const FORGETS: ReadonlySet<string> = new Set(['DiscardStmt', 'DeallocateStmt']);

/** Rows, or the parser does not say. */
export const writes = ({ facts }: Sendable): boolean =>
  facts === null || facts.data || facts.node === '' || facts.node === 'CreateTableAsStmt' || facts.node === 'TruncateStmt';

interface Wrapped {
  lead: number;
  send(shadow: Shadow): Promise<Result[]>;
  read(results: readonly Result[]): { tag: string; wrote: Wrote[]; oids: string[]; moved: Result['rows'] };
}

/**
 * A savepoint gives a statement a transaction number of its own, by which the rows that it changed are known. SET knows nothing of
 * rows and may be forbidden behind a savepoint; SAVEPOINT itself must not stand inside of one.
 */
export function wrapped({ text, facts }: Sendable, watch: Watch, alone: boolean, mayWrite: boolean): Wrapped {
  const { probe } = watch;
  const forgets = FORGETS.has(facts?.node ?? '');
  const plain = alone || facts?.control !== undefined || facts?.node === 'VariableSetStmt' || forgets;
  const counts = mayWrite && !alone && !forgets;
  const before = `${counts ? `${ROWS};\n` : ''}${plain ? '' : 'savepoint tidemark;\n'}`;
  const after = `\n;\n${plain ? '' : 'release tidemark;\n'}${counts ? `${ROWS};\n` : ''}${probe}`;
  const skipped = (counts ? 1 : 0) + (plain ? 0 : 1);
  return {
    lead: alone || forgets ? 0 : before.length,
    async send(shadow) {
      if (!alone && !forgets) return shadow.send(before + text + after);
      // It has to be the only one of its message.
      const results = await shadow.send(text);
      if (forgets) await watch.prepare();
      return [...results, ...(await shadow.send(probe))];
    },
    read(results) {
      const had = counts ? countsOf(results[0]?.rows ?? []) : new Map<string, Wrote>();
      const now = counts ? countsOf(results.at(-2)?.rows ?? []) : new Map<string, Wrote>();
      const more = [...now].flatMap(([oid, c]) => {
        const was = had.get(oid);
        const wrote = {
          table: c.table,
          inserted: c.inserted - (was?.inserted ?? 0),
          updated: c.updated - (was?.updated ?? 0),
          deleted: c.deleted - (was?.deleted ?? 0),
        };
        return wrote.inserted + wrote.updated + wrote.deleted > 0 ? [{ oid, wrote }] : [];
      });
      return {
        tag: results[skipped]?.tag ?? '',
        wrote: more.map((m) => m.wrote),
        oids: more.map((m) => m.oid),
        moved: results.at(-1)?.rows ?? [],
      };
    },
  };
}

const countsOf = (rows: Result['rows']): Map<string, Wrote> =>
  new Map(
    rows.map((r) => [
      r['oid'] ?? '',
      { table: r['name'] ?? '', inserted: Number(r['inserted']), updated: Number(r['updated']), deleted: Number(r['deleted']) },
    ]),
  );
