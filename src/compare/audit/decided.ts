/** What becomes of each migration's row: by evidence, by a person's word, or not without one. */
import { nearest } from '../../base/nearest.ts';
import { Problem } from '../../base/problem.ts';
import type { Audit, JudgedMigration, MigrationStanding, Standing } from '../../model/index.ts';
import { doubted, type Fact, factTexts, mayHaveRun, otherThan, type Recordable, recordable } from './recordable.ts';

export interface Decision {
  migration: string;
  /** keep and leave change nothing: a row stays, or there is none and none is written. */
  does: 'record' | 'keep' | 'take-out' | 'leave' | 'ask';
  /** Of `keep`: recorded, and the evidence says nothing against it. */
  confidence: 'proven' | 'stated' | 'recorded' | 'unproven';
  why: string;
  facts: Fact[];
  /** Of what will be pending. */
  loses: Recordable['loses'];
}

/** What a person said, by names of migrations. */
export interface Words {
  ran: readonly string[];
  notRun: readonly string[];
  by: string;
}

/** In the folder's order. Throws a Problem where a word contradicts itself, or what is proven. */
export function decided({ migrations, table }: Standing, audit: Audit, words: Words): Decision[] {
  checkWords(migrations, words);
  const judged = migrations.map((m) => audit.migrations.find((j) => j.migration === m.migration.name));
  const lastThere = migrations.findLastIndex(
    (m, i) => m.rows.length > 0 || judged[i]?.verdict === 'executed' || words.ran.includes(m.migration.name),
  );
  const begun = (table?.rows.length ?? 0) > 0;
  return migrations.map((of, i) => {
    const { name } = of.migration;
    const one = judged[i];
    const evidence: Recordable = one
      ? recordable(one, audit)
      : {
          course: 'ask',
          why: of.migration.sql.ok ? 'the folder does not replay as far as here' : of.migration.sql.why,
          facts: [],
          loses: [],
        };
    const { facts, loses } = evidence;
    const word = words.ran.includes(name) ? 'ran' : words.notRun.includes(name) ? 'not-run' : null;
    const said = word ? spoken(of, evidence, word, words.by) : null;
    if (said) return { migration: name, facts, loses: word === 'ran' ? [] : loses, ...said };
    if (of.rows.length > 0) return { migration: name, facts, loses, ...ofRecorded(of, evidence, one) };
    const open = begun && i > lastThere && one !== undefined && !mayHaveRun(one);
    return { migration: name, facts, loses, ...ofUnrecorded(evidence, open, of.migration.when !== null) };
  });
}

/** Where nothing could be audited: words alone, and nobody looked whether they are true. */
export function decidedByWords({ migrations }: Standing, words: Words): Decision[] {
  checkWords(migrations, words);
  return migrations.map(({ migration: { name }, rows }): Decision => {
    const base = {
      migration: name,
      facts: [],
      loses: [],
      confidence: 'stated' as const,
      why: `stated by ${words.by}; nobody looked whether it ran`,
    };
    if (words.ran.includes(name) && rows.length === 0) return { ...base, does: 'record' };
    if (words.notRun.includes(name) && rows.length > 0) return { ...base, does: 'take-out' };
    return {
      ...base,
      does: rows.length > 0 ? 'keep' : 'leave',
      confidence: 'recorded',
      why: rows.length > 0 ? 'recorded' : 'not recorded',
    };
  });
}

type Told = Pick<Decision, 'does' | 'confidence' | 'why'>;

function spoken(of: MigrationStanding, { course, why }: Recordable, word: 'ran' | 'not-run', by: string): Told {
  const recorded = of.rows.length > 0;
  if (word === 'ran') {
    if (recorded) return { does: 'keep', confidence: course === 'record' ? 'proven' : 'stated', why: `recorded; ${why}` };
    if (course === 'record') return { does: 'record', confidence: 'proven', why };
    return { does: 'record', confidence: 'stated', why: `stated by ${by}; ${why}` };
  }
  if (course === 'record')
    throw new Problem('proven-otherwise', `${of.migration.name} was executed: ${why}.`, {
      why: 'Run again it would fail, or do its work twice. Nothing was changed.',
      fix: `Leave --not-run ${of.migration.name} out of the command. What speaks for it: npx tidemark audit`,
    });
  const told = course === 'run' ? why : `stated by ${by}; ${why}`;
  return { does: recorded ? 'take-out' : 'leave', confidence: course === 'run' ? 'proven' : 'stated', why: told };
}

/** A row is taken out only where it is proven false; nobody has to vouch for one that nothing speaks against. */
function ofRecorded(of: MigrationStanding, { course, why }: Recordable, judged: JudgedMigration | undefined): Told {
  if (course === 'record') return { does: 'keep', confidence: 'proven', why };
  const other = otherThan(of.rows);
  if (course === 'run' && other !== null) return { does: 'keep', confidence: 'unproven', why: `${why}, and ${other}` };
  if (course === 'run') return { does: 'take-out', confidence: 'proven', why };
  return { does: 'keep', confidence: judged && doubted(judged) ? 'unproven' : 'recorded', why };
}

/** `open`: the history goes on before it, and no sign says that it ran: it is simply pending. */
function ofUnrecorded({ course, why }: Recordable, open: boolean, dated: boolean): Told {
  if (course === 'record' && !dated)
    return { does: 'leave', confidence: 'unproven', why: `${why}, and the folder does not say when it was made` };
  if (course === 'record') return { does: 'record', confidence: 'proven', why };
  if (course === 'run') return { does: 'leave', confidence: 'proven', why };
  return { does: open ? 'leave' : 'ask', confidence: 'unproven', why };
}

function checkWords(migrations: readonly MigrationStanding[], { ran, notRun }: Words): void {
  for (const name of [...ran, ...notRun]) {
    const found = migrations.find((m) => m.migration.name === name);
    if (!found)
      throw unknownMigration(
        name,
        migrations.map((m) => m.migration.name),
      );
    if (ran.includes(name) && notRun.includes(name))
      throw new Problem('usage', `${name} cannot both have run and not have run.`, {
        why: 'It is named by --ran and by --not-run. Nothing was changed.',
        fix: 'Name it once.',
      });
    if (notRun.includes(name) || (found.migration.sql.ok && found.migration.when !== null)) continue;
    throw new Problem('migration-incomplete', `${name} cannot be recorded.`, {
      why: found.migration.sql.ok ? 'The folder does not say when it was made.' : found.migration.sql.why,
      fix: 'npx tidemark doctor',
    });
  }
}

export function unknownMigration(name: string, known: readonly string[]): Problem {
  const near = nearest(name, known);
  return new Problem('unknown-migration', `There is no migration ${name}.`, {
    why: `The folder has: ${known.slice(-10).join(', ')}.`,
    fix: near ? `Did you mean ${near}? Else: npx tidemark status` : 'npx tidemark status',
  });
}

/** Of those that a person has to decide: what to type, whole. `words`: what was said already, so that it is not asked again. */
export function needsWords(asked: readonly Decision[], command: string, { ran, notRun }: Omit<Words, 'by'>): Problem {
  const shown = asked.slice(0, MOST);
  const names = asked.map((d) => d.migration);
  const line = [command, ...ran.map((n) => `--ran ${n}`), ...notRun.map((n) => `--not-run ${n}`)].join(' ');
  const one = names.length === 1;
  return new Problem(
    'word-needed',
    `${one ? `Whether ${names[0]} ran` : `Whether ${names.length} migrations ran`} cannot be proven.`,
    {
      why: [
        ...shown.flatMap((d) => [`${d.migration}: ${d.why}.`, ...factTexts(d.facts, 3).map((f) => `  ${f}`)]),
        ...(asked.length > shown.length ? [`… and ${asked.length - shown.length} more: npx tidemark audit`] : []),
        'Nothing was changed.',
      ].join('\n'),
      fix: one
        ? `You have to know; it is recorded as stated by you.\nIt ran: ${line} --ran ${names[0]}\nIt did not: ${line} --not-run ${names[0]}`
        : `You have to know of each; it is recorded as stated by you. --ran where it ran, --not-run where it did not:\n${line} ${names.map((n) => `--ran ${n}`).join(' ')}`,
    },
  );
}

const MOST = 12;
