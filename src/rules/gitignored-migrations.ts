/** Does git ignore files that a deploy needs? */
import { rule } from '../model/rule.ts';

export default rule({
  group: 'config',
  severity: 'error',
  title: 'git ignores files of the migrations folder',
  harm: 'They are on this machine only: every other checkout, and every deploy made from one, lacks them.',
  needs: ['folder', 'migrations', 'git'],
  *check({ folder, migrations, git }) {
    const sql = new Set(migrations.flatMap((m) => (m.file ? [m.file] : [])));
    const needed = (path: string) => sql.has(path) || path === folder.journal?.path;
    const ignored = [...git.ignored].filter((path) => !git.tracked.has(path));
    const missing = ignored.filter(needed);
    const snapshots = ignored.filter((path) => path.endsWith('snapshot.json'));
    if (missing.length > 0)
      yield {
        subject: { file: folder.path },
        says: `git ignores ${missing.length === 1 ? missing[0] : `${missing.length} of the files that migrate reads from ${folder.path}`}.`,
        evidence: [...missing.slice(0, 4), ...(missing.length > 4 ? [`and ${missing.length - 4} more`] : [])],
      };
    else if (snapshots.length > 0)
      yield {
        subject: { file: `${folder.path} snapshots` },
        says: `git ignores ${snapshots.length === 1 ? 'a snapshot' : `${snapshots.length} snapshots`} of ${folder.path}, so drizzle-kit generate repeats those changes on another machine.`,
        evidence: snapshots.slice(0, 4),
        severity: 'warning' as const,
      };
  },
  advice: 'git check-ignore -v <file> names the line that ignores it. Take the line out of .gitignore and add the files.',
});
