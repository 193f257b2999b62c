module.exports = class Users1704110400000 {
  name = 'Users1704110400000';
  async up(q) {
    await q.query('create table users (id int)');
  }
  async down(q) {
    await q.query('drop table users');
  }
};
