exports.up = async (_knex) => {};
exports.down = async () => {};
