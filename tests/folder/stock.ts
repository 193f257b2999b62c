/** What the stock migrators of both lines read from a folder. */
import { createRequire } from 'node:module';

export interface StockMigration {
  sql: string[];
  folderMillis: number;
  hash: string;
  name?: string;
}

interface StockMigrator {
  readMigrationFiles(config: { migrationsFolder: string }): StockMigration[];
}

export function stock(line: '0.x' | '1.0', migrationsFolder: string): StockMigration[] {
  const require = createRequire(new URL(`../stock/${line}/package.json`, import.meta.url));
  const migrator: StockMigrator = require('drizzle-orm/migrator');
  return migrator.readMigrationFiles({ migrationsFolder });
}
