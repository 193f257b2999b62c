/** Which recorded migrations did not run, or not all of them, by an audit? */
import type { Evidence, Found, Read, Standing } from '../../model/index.ts';
import { rowPlace } from '../history/recorded.ts';
import { auditedIn } from './own-audit.ts';
import { factTexts, lossText, recordable } from './recordable.ts';

const FACTS = 3;

/** `told`: names of those of which the audit tells something, whether it is proven or there is nothing to say. */
export function falselyRecorded(
  { environment, table, migrations }: Standing,
  audits: Read<Evidence['audits']>,
): { found: Found[]; told: Set<string> } {
  const audited = auditedIn({ audits }, environment);
  const told = new Set<string>();
  if (!audited.ok || !table) return { found: [], told };
  const { own } = audited.value;
  const found = migrations.flatMap(({ migration, rows: [row] }): Found[] => {
    const judged = own.migrations.find((j) => j.migration === migration.name);
    const another = row?.faults.some((f) => f === 'hash-unknown' || f === 'hash-of-earlier-text') === true;
    if (!row || !judged || judged.verdict === 'undecided' || another) return [];
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
          ...(own.proof ? [`the rest replayed on ${own.proof.engine} makes this schema`] : []),
        ],
        confidence: 'proven',
        severity: partly ? 'warning' : 'error',
      },
    ];
  });
  return { found, told };
}
