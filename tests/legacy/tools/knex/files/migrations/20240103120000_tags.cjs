exports.up = (knex) =>
  knex.schema.createTable('tags', (t) => {
    t.increments();
    t.text('name');
  });
exports.down = (knex) => knex.schema.dropTable('tags');
