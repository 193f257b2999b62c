module.exports = { up: (q) => q.sequelize.query('create table posts (id int)'), down: (q) => q.dropTable('posts') };
