exports.up = (knex) =>
  knex.schema.createTable('users', (t) => {
    t.increments();
    t.text('name');
  });
exports.down = (knex) => knex.schema.dropTable('users');
