exports.up = async (db) => {
  await db.schema.createTable('users').addColumn('id', 'integer').execute();
};
exports.down = async (_db) => {};
