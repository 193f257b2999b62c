import express from 'express';
import { db } from './ready.mjs';

const app = express();
app.get('/health', async (_, response) => response.json({ alive: (await db.execute('select true as alive')).rows[0].alive }));
app.listen(process.env.PORT ?? 3000, () => console.log('listening'));
