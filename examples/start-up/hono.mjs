import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { db } from './ready.mjs';

const app = new Hono();
app.get('/health', async (c) => c.json({ alive: (await db.execute('select true as alive')).rows[0].alive }));
serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) }, () => console.log('listening'));
