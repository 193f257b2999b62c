/**
 * What Neon's proxy does for its serverless client, in front of any server: SQL over HTTP (`POST /sql`) and PostgreSQL's protocol
 * in a WebSocket (`/v2`). After github.com/neondatabase/neon, proxy/src/serverless; what it does not do: TLS, JWT, keeping connections.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import pg from 'pg';
import { WebSocketServer } from 'ws';
import { requestCancel } from '../src/drivers/pg-wire.ts';

/** What goes wrong with a request: its answer does not come (done or not; `silent`: and nobody says so), comes in half, or is the proxy's own. */
export type Fault = 'lost before' | 'lost after' | 'silent before' | 'silent after' | 'cut after' | 500 | 503;

export interface NeonEndpoint {
  port: number;
  /** The URL that reaches the same database through this endpoint. */
  through(databaseUrl: string): string;
  /** HTTP requests and WebSockets so far. */
  counts: { requests: number; sockets: number };
  /** For the next HTTP requests, one each (null: nothing); then nothing is wrong again. */
  fail(...faults: (Fault | null)[]): void;
  stop(): Promise<void>;
}

export interface EndpointOptions {
  /** Bytes of a request and of an answer; Neon's default is 10 MiB for each. */
  limit?: number;
  /** Milliseconds before anything is looked at. */
  delay?: number;
}

interface Query {
  query: string;
  params?: unknown[];
  arrayMode?: boolean;
}

interface Place {
  host: string;
  port: number;
}

export async function neonEndpoint(
  upstream: Place,
  { limit = 10 * 1024 * 1024, delay = 0 }: EndpointOptions = {},
): Promise<NeonEndpoint> {
  const counts = { requests: 0, sockets: 0 };
  const faults: (Fault | null)[] = [];
  const server = createServer((request, response) => {
    counts.requests += 1;
    handle(request, response, { upstream, limit, delay, fault: faults.shift() ?? undefined }).catch(() => response.destroy());
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (request.url?.split('?')[0] !== '/v2') return socket.destroy();
    counts.sockets += 1;
    sockets.handleUpgrade(request, socket, head, (web) => {
      const tcp = connect(upstream);
      web.on('message', (data: Buffer) => tcp.write(data));
      web.on('close', () => tcp.destroy());
      web.on('error', () => tcp.destroy());
      tcp.on('data', (data) => web.send(data));
      tcp.on('close', () => web.close());
      tcp.on('error', () => web.terminate());
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    counts,
    through(databaseUrl) {
      const url = new URL(databaseUrl);
      url.host = `127.0.0.1:${port}`;
      return url.href;
    },
    fail: (...next) => {
      faults.push(...next);
    },
    async stop() {
      for (const web of sockets.clients) web.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Handling {
  upstream: Place;
  limit: number;
  delay: number;
  fault: Fault | undefined;
}

/** An answer of the proxy's own: no SQLSTATE. */
class ProxyError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  { upstream, limit, delay, fault }: Handling,
): Promise<void> {
  const body = await bodyOf(request);
  await new Promise((resolve) => setTimeout(resolve, delay));
  if (fault === 'lost before') return void response.destroy();
  if (fault === 'silent before') return;
  let status = 200;
  let answer: unknown;
  try {
    if (request.method !== 'POST' || request.url !== '/sql') throw new ProxyError(400, 'query is not supported');
    if (typeof fault === 'number') throw new ProxyError(fault, 'Control plane request failed');
    if (body.length > limit) throw new ProxyError(413, `request is too large (max is ${limit} bytes)`);
    const asked = JSON.parse(body.toString()) as Query | { queries: Query[] };
    const client = await connected(upstream, request.headers);
    // Neon's proxy cancels what runs for a client that has gone away.
    const gone = (): void => void requestCancel(upstream, client.pid, client.key, 1_000).catch(() => undefined);
    response.once('close', gone);
    try {
      const told =
        'queries' in asked
          ? batch(client.pg, asked.queries, request.headers, limit)
          : single(client.pg, asked, request.headers, limit);
      answer = await told;
    } finally {
      response.removeListener('close', gone);
      await client.pg.end();
    }
  } catch (error) {
    status = error instanceof ProxyError ? error.status : 400;
    answer = errorBody(error as Error);
  }
  if (fault === 'lost after') return void response.destroy();
  if (fault === 'silent after') return;
  const text = JSON.stringify(answer);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  if (fault === 'cut after') {
    response.write(text.slice(0, 5), () => response.destroy());
    return;
  }
  response.end(text);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

async function connected(upstream: Place, headers: IncomingHttpHeaders): Promise<{ pg: pg.Client; pid: number; key: number }> {
  const url = new URL(String(headers['neon-connection-string']));
  const client = new pg.Client({
    ...upstream,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    application_name: url.searchParams.get('application_name') ?? '',
    ssl: false,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    // It checks passwords itself, and says so in its own name.
    const { code, message } = error as pg.DatabaseError;
    throw code?.startsWith('28') ? new ProxyError(400, message) : error;
  }
  const { processID, secretKey } = client as unknown as { processID: number; secretKey: number };
  return { pg: client, pid: processID, key: secretKey };
}

const LEVELS: Record<string, string> = {
  ReadUncommitted: 'read uncommitted',
  ReadCommitted: 'read committed',
  RepeatableRead: 'repeatable read',
  Serializable: 'serializable',
};

async function batch(client: pg.Client, queries: Query[], headers: IncomingHttpHeaders, limit: number): Promise<unknown> {
  const level = headers['neon-batch-isolation-level'];
  const spoken = level === undefined ? '' : LEVELS[String(level)];
  if (spoken === undefined) throw new ProxyError(400, 'invalid isolation level');
  const modes = [
    ...(spoken === '' ? [] : [`isolation level ${spoken}`]),
    ...(headers['neon-batch-read-only'] === 'true' ? ['read only'] : []),
    ...(headers['neon-batch-deferrable'] === 'true' ? ['deferrable'] : []),
  ];
  await client.query(`start transaction ${modes.join(', ')}`);
  try {
    const results: unknown[] = [];
    let bytes = 0;
    for (const query of queries) {
      const result = await one(client, query, headers);
      bytes += bytesOf(result);
      if (bytes > limit) throw tooLarge(limit);
      results.push(result);
    }
    await client.query('commit');
    return { results };
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function single(client: pg.Client, query: Query, headers: IncomingHttpHeaders, limit: number): Promise<unknown> {
  const result = await one(client, query, headers);
  if (bytesOf(result) > limit) throw tooLarge(limit);
  return result;
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
const tooLarge = (limit: number): ProxyError => new ProxyError(507, `response is too large (max is ${limit} bytes)`);

/** With the extended protocol, which takes one statement. The real client always asks for raw texts. */
async function one(client: pg.Client, { query, params = [], arrayMode }: Query, headers: IncomingHttpHeaders): Promise<unknown> {
  if (headers['neon-raw-text-output'] !== 'true') throw new ProxyError(400, 'this endpoint knows raw texts only');
  const asArray = arrayMode ?? headers['neon-array-mode'] === 'true';
  const result = await client.query({
    text: query,
    values: params,
    queryMode: 'extended',
    rowMode: 'array',
    types: { getTypeParser: () => (text: string) => text },
  } as pg.QueryArrayConfig);
  const names = result.fields.map((field) => field.name);
  return {
    fields: result.fields,
    rows: asArray
      ? result.rows
      : result.rows.map((row) => Object.fromEntries(names.map((name, i) => [name, (row as unknown[])[i]]))),
    rowAsArray: asArray,
    // `pg` cuts a tag as the proxy does: CREATE TABLE becomes CREATE.
    command: result.command,
    rowCount: result.rowCount,
  };
}

const TOLD = [
  'detail',
  'hint',
  'position',
  'internalPosition',
  'internalQuery',
  'severity',
  'where',
  'table',
  'column',
  'schema',
];
const ALSO = ['dataType', 'constraint', 'file', 'line', 'routine'];

/** The code of an error that PostgreSQL did not send is empty, and so is its severity. */
function errorBody(error: Error): Record<string, unknown> {
  const fields = error instanceof pg.DatabaseError ? (error as unknown as Record<string, unknown>) : {};
  const told = Object.fromEntries([...TOLD, ...ALSO].map((name) => [name, fields[name] ?? null]));
  return { ...told, message: error.message, code: fields['code'] ?? '', severity: fields['severity'] ?? '' };
}
