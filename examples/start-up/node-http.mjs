import { createServer } from 'node:http';
import { db } from './ready.mjs';

const server = createServer(async (_, response) => {
  const { rows } = await db.execute('select true as alive');
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ alive: rows[0].alive }));
});
server.listen(process.env.PORT ?? 3000, () => console.log('listening'));
