/** Which statements of recorded migrations never ran and only make schema? As they were written, with what no catalog tells. */
import type { Audit, Migration, Reconciliation, Replay, WayStatement } from '../../model/index.ts';
import { keyOf } from '../../model/index.ts';
import type { Between } from './differ.ts';

interface Known {
  audit: Audit | null;
  replay: Replay;
  migrations: readonly Migration[];
}

/** Of recorded migrations that never ran and that only make schema: as they were written, with what no catalog tells. */
export function originals(
  { audit, replay, migrations }: Known,
  objects: Reconciliation['objects'],
): { again: string[]; way: Pick<Between, 'statements' | 'functions' | 'roles'> } {
  const wanted = new Set(objects.flatMap((o) => (o.does === 'make' ? [keyOf(o.difference.kind, o.difference.id)] : [])));
  const nothing = { again: [], way: { statements: [], functions: false, roles: [] } };
  if (!audit || objects.some((o) => o.does === 'put-back' || o.does === 'drop')) return nothing;
  const again: string[] = [];
  const statements: WayStatement[] = [];
  for (const m of audit.migrations) {
    const text = migrations.find((one) => one.name === m.migration)?.sql;
    if (!m.recorded || !text?.ok) continue;
    const ran = replay.migrations.find((r) => r.migration === m.migration);
    for (const s of m.statements) {
      if (s.verdict !== 'not-executed' || s.touches !== 'schema') continue;
      const effects = ran?.statements.find((r) => r.offset === s.offset)?.effects ?? [];
      if (!effects.some((e) => wanted.has(e.key))) continue;
      const sql = text.value.text.slice(s.offset, s.offset + s.length).trim();
      statements.push({
        sql: sql.endsWith(';') ? sql : `${sql};`,
        destroys: (s.loses ?? []).length > 0,
        rewrites: false,
        alone: false,
      });
      if (!again.includes(m.migration)) again.push(m.migration);
    }
  }
  return { again, way: { statements, functions: false, roles: [] } };
}
