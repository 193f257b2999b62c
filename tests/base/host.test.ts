/** What hosts of the known services tell by name and port, and one form in which databases are compared. */
import { describe, expect, test } from 'vitest';
import { databaseKey, hostKind, isPooled, readPrinted } from '../../src/base/host.ts';
import { addressOf } from '../../src/read/database/address.ts';

describe('whose host', () => {
  test.each([
    ['localhost', 'local'],
    ['app.localhost:6432', 'local'],
    ['127.0.0.53', 'local'],
    ['::1', 'local'],
    ['/tmp', 'local'],
    ['127.example.com', 'unknown'],
    ['ep-cool-sun-123456.eu-central-1.aws.neon.tech', 'neon'],
    ['ep-cool-sun-123456-pooler.eu-central-1.aws.neon.tech', 'neon-pooler'],
    ['DB.abcdef.supabase.co.', 'supabase'],
    ['db.abcdef.supabase.co:6543', 'supabase-pooler'],
    ['aws-0-eu-west-1.pooler.supabase.com:6543', 'supabase-pooler'],
    ['aws-0-eu-west-1.pooler.supabase.com', 'supabase'],
    ['shop.abc.eu-west-1.rds.amazonaws.com', 'rds'],
    ['shop.cluster-abc.eu-west-1.rds.amazonaws.com', 'rds'],
    ['shop.proxy-abc.eu-west-1.rds.amazonaws.com', 'rds-proxy'],
    ['neon.tech.example.com', 'unknown'],
    ['myneon.tech', 'unknown'],
    ['localhost.example.com:6432', 'unknown'],
  ] as const)('%s is %s', (printed, kind) => {
    const { host, port } = readPrinted(printed);
    expect(hostKind(host, port)).toBe(kind);
    expect(isPooled(kind)).toBe(kind.includes('-'));
  });
});

test.each([
  'postgres://app@db.example/shop',
  'postgres://app@DB.example:5433/shop',
  'postgres://app@[::1]/shop',
  'postgres://app@/shop?host=/Run/postgresql',
  'postgres://app@/shop?host=/Run/postgresql&port=5433',
  'postgres://app@localhost',
])('%s has the key of what is printed of it', (url) => {
  const address = addressOf(url);
  if (!address.ok) throw new Error(address.why);
  const { host, database, role, key } = address.value;
  expect(databaseKey(readPrinted(host), database, role)).toBe(key);
});
