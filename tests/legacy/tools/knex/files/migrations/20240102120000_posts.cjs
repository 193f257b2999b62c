exports.up = (knex) =>
  knex.schema.createTable('posts', (t) => {
    t.increments();
    t.text('name');
  });
exports.down = (knex) => knex.schema.dropTable('posts');
