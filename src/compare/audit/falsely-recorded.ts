/** Which recorded migrations did not run, or not all of them, by an audit? */
import type { Evidence, Found, Read, Standing } from '../../model/index.ts';
import { rowPlace } from '../history/recorded.ts';
import { auditedIn } from './own-audit.ts';
import { factTexts, lossText, otherThan, recordable } from './recordable.ts';
import { unexplained } from './unexplained.ts';

const FACTS = 3;

const rest = (engine: string, unlike: number): string =>
  unlike === 0
    ? `the rest replayed on ${engine} makes this schema`
    : `the rest replayed on ${engine} makes this schema but for ${unlike === 1 ? 'one object' : `${unlike} objects`}, none of them of this migration`;

/** `told`: names of those of which the audit tells something, whether it is proven or there is nothing to say. */
export function falselyRecorded(
  { environment, table, migrations }: Standing,
  audits: Read<Evidence['audits']>,
): { found: Found[]; told: Set<string> } {
  const audited = auditedIn({ audits }, environment);
  const told = new Set<string>();
  if (!audited.ok || !table) return { found: [], told };
  const { own } = audited.value;
  const found = migrations.flatMap(({ migration, rows }): Found[] => {
    const [row] = rows;
    const judged = own.migrations.find((j) => j.migration === migration.name);
    if (!row || !judged || judged.verdict === 'undecided' || otherThan(rows) !== null) return [];
    const { course, facts, loses } = recordable(judged, own);
    const partly = judged.verdict === 'partly' && own.proof !== null;
    if (course === 'ask' && !partly && (judged.verdict === 'partly' || judged.verdict === 'not-executed')) return [];
    told.add(migration.name);
    if (course !== 'run' && !partly) return [];
    return [
      {
        environment,
        subject: { migration: migration.name, ...(migration.file ? { file: migration.file } : {}) },
        says: `${migration.name} is recorded as applied, and ${partly ? 'only a part of it was executed' : 'it was never executed'}.`,
        evidence: [
          ...factTexts(facts, FACTS, migration.file ?? undefined),
          ...loses.map((l) => `run now, it would take away ${lossText(l)}`),
          `recorded by ${rowPlace(table, row.row)}`,
          ...(own.proof ? [rest(own.proof.engine, unexplained(own).length)] : []),
        ],
        confidence: 'proven',
        severity: partly ? 'warning' : 'error',
      },
    ];
  });
  return { found, told };
}
