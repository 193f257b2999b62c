/** An environment as the project's reader would hand it to a driver. */
import { Secret } from '../../src/base/secret.ts';
import type { Environment } from '../../src/model/target.ts';

export function environmentOf(driver: string, url: string, over: Partial<Environment> = {}): Environment {
  return {
    name: 'dev',
    driver,
    url: new Secret(url),
    target: { environment: 'dev', driver, host: '', database: '', role: '' },
    protected: false,
    named: false,
    table: { schema: 'drizzle', name: '__drizzle_migrations' },
    from: 'DATABASE_URL in .env',
    lockTimeout: 300,
    lockBudget: 60_000,
    statementTimeout: 0,
    connectTimeout: 5_000,
    ...over,
  };
}

export const WRITE = { mode: 'write', applicationName: 'tidemark tests' } as const;
export const READ = { mode: 'read', applicationName: 'tidemark tests' } as const;
