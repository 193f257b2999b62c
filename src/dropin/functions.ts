/** migrate, pending and assertMigrated for one kind of client; what they need is loaded when one is called. */
import type { Migrated, Pending } from './answers.ts';
import type { Config, Db } from './config.ts';
import type { Opener } from './opener.ts';

export interface Functions<Client> {
  /**
   * Applies what is pending, in place of Drizzle's own function: a transaction a migration, under a lock, each with its history row.
   * Throws a Problem; `exit` 3 on it means that something of this call is committed.
   */
  migrate(db: Db<Client>, config: Config): Promise<Migrated>;
  /** What `migrate` would run; reads only. Throws the Problem that `migrate` would stop with. */
  pending(db: Db<Client>, config: Config): Promise<Pending[]>;
  /** Throws `Behind` when something is pending; reads only. For an application that refuses to start behind. */
  assertMigrated(db: Db<Client>, config: Config): Promise<void>;
}

export const functions = <Client>(opener: () => Promise<Opener>): Functions<Client> => ({
  async migrate(db, config) {
    const [work, open] = await Promise.all([import('./work.ts'), opener()]);
    return work.migrate(db, config, open);
  },
  async pending(db, config) {
    const [work, open] = await Promise.all([import('./work.ts'), opener()]);
    return work.pending(db, config, open);
  },
  async assertMigrated(db, config) {
    const [work, open] = await Promise.all([import('./work.ts'), opener()]);
    return work.assertMigrated(db, config, open);
  },
});
