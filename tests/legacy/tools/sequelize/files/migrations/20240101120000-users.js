module.exports = { up: (q) => q.sequelize.query('create table users (id int)'), down: (q) => q.dropTable('users') };
