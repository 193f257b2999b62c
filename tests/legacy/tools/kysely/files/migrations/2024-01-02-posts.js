exports.up = async (db) => {
  await db.schema.createTable('posts').addColumn('id', 'integer').execute();
};
exports.down = async (_db) => {};
