// The published JSON schemas, one file each.
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';

const dist = pathToFileURL(process.argv[2]);
const { schemas } = await import(new URL('schemas.js', dist));
fs.mkdirSync(new URL('schema/', dist), { recursive: true });
for (const [name, schema] of Object.entries(schemas))
  fs.writeFileSync(new URL(`schema/${name}.json`, dist), `${JSON.stringify(schema, null, 2)}\n`);
fs.rmSync(new URL('schemas.js', dist));
