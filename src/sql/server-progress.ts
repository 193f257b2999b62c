/** How far is a statement that runs now, by PostgreSQL's own count? */

/** One row where the server counts (an index build, CLUSTER, VACUUM, ANALYZE, COPY), none elsewhere. PostgreSQL 14 and newer. */
export const serverProgress = (
  pid: number,
): string => `select p.what, p.phase, p.done::text as done, p.total::text as total from (
  select pid, 'index build' as what, phase, case when blocks_total > 0 then blocks_done when tuples_total > 0 then tuples_done else lockers_done end as done,
    case when blocks_total > 0 then blocks_total when tuples_total > 0 then tuples_total else lockers_total end as total from pg_catalog.pg_stat_progress_create_index
  union all select pid, 'rewrite', phase, heap_blks_scanned, heap_blks_total from pg_catalog.pg_stat_progress_cluster
  union all select pid, 'vacuum', phase, heap_blks_scanned, heap_blks_total from pg_catalog.pg_stat_progress_vacuum
  union all select pid, 'analyze', phase, sample_blks_scanned, sample_blks_total from pg_catalog.pg_stat_progress_analyze
  union all select pid, 'copy', command, bytes_processed, bytes_total from pg_catalog.pg_stat_progress_copy) p where p.pid = ${pid}`;

/** `total` is 0 where there is no denominator. */
export interface Counted {
  what: string;
  phase: string;
  done: number;
  total: number;
}

export const asCounted = (row: Record<string, string | null> | undefined): Counted | null =>
  row === undefined
    ? null
    : { what: row['what'] ?? '', phase: row['phase'] ?? '', done: Number(row['done'] ?? 0), total: Number(row['total'] ?? 0) };
