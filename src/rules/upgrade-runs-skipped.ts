/** Will the first run of 1.0 execute migrations that 0.x passed over? */
import { rule } from '../model/rule.ts';

export default rule({
  group: 'upgrade',
  severity: 'error',
  title: 'The first migrate of 1.0 will run a migration that 0.x had passed over',
  harm: 'It runs now, possibly years late: it fails at what was done by hand since ("already exists"), or repeats a change of data.',
  background: '0.x runs what is newer than the newest row, 1.0 whatever has no row of its name. What 0.x skipped has no row.',
  needs: ['project', 'folder', 'standings'],
  *check({ project, folder, standings }) {
    if (project.line !== '1.0' || folder.layout !== 'dated') return;
    for (const [environment, read] of standings) {
      if (!read.ok || read.value.table?.shape !== '0.x') continue;
      for (const { migration, state, stock } of read.value.migrations) {
        if (state !== 'out-of-order' || stock !== 'runs') continue;
        yield {
          environment,
          subject: { migration: migration.name, ...(migration.file ? { file: migration.file } : {}) },
          says: `${migration.name} has no row although later migrations have, so the first migrate of 1.0 will run it.`,
          evidence: [`${read.value.table.schema}.${read.value.table.name} is still a table of 0.x and has no row of it`],
        };
      }
    }
  },
  advice:
    'Look whether its changes are in the database. If not, let it run after reading it; if they are, it must not run again: leave the deploy until that is decided, because an object that exists does not prove that all of it ran.',
});
