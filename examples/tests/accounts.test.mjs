import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { freshDatabase } from './database.mjs';

let database;
before(async () => {
  database = await freshDatabase();
});
after(() => database.close());

test('the migrations made the table', async () => {
  const { rows } = await database.db.execute("select to_regclass('accounts')::text as made");
  assert.deepEqual(rows, [{ made: 'accounts' }]);
});
