module.exports = class Posts1704196800000 {
  async up(q) {
    await q.query('create table posts (id int)');
  }
  async down(q) {
    await q.query('drop table posts');
  }
};
