/** Neon over HTTP: a message is one request, through the package `@neondatabase/serverless` that we bring along. */
import { userInfo } from 'node:os';
import { neon, neonConfig } from '@neondatabase/serverless';
import type { Problem } from '../base/problem.ts';
import { reveal } from '../base/secret.ts';
import type { Environment } from '../model/target.ts';
import { type PostgresUrl, readUrl, secretsOf } from './connection.ts';
import { failedHow } from './neon-http-answer.ts';
import { neonHttpSession, type Sql } from './neon-http-session.ts';
import { authorityOf, isNeon, refuseUnkept, speaksTls } from './neon-place.ts';
import { type Known, neonProblem } from './neon-problem.ts';
import type { Driver, OpenOptions, Session } from './session.ts';

const driver: Driver = { name: 'neon-http', open };
export default driver;

/** Asks once, so that a wrong password or an unknown database is told before there is anything to lose. */
async function open(environment: Environment, { applicationName }: OpenOptions): Promise<Session> {
  const url = readUrl(reveal(environment.url));
  refuseUnkept(environment, url);
  const role = url.user ?? userInfo().username;
  const problem = (known: Known): Problem => neonProblem(environment, url, role, known);
  if (url.password === null) throw problem({ error: new Error('the endpoint asks for a password'), passwordMissing: true });
  if (!isNeon(url) || !speaksTls(url))
    spoken.set(placeKey(url), `${speaksTls(url) ? 'https' : 'http'}://${authorityOf(url)}/sql`);
  const sql = neon(connectionString(url, role, applicationName), { disableWarningInBrowsers: true }) as unknown as Sql;
  const patience = AbortSignal.timeout(url.connectTimeout ?? environment.connectTimeout);
  try {
    await sql.query('select 1', [], { fetchOptions: { signal: patience } });
  } catch (thrown) {
    const failed = failedHow(thrown);
    if (failed.kind === 'refused') throw problem({ error: new Error('refused'), refusal: failed.fields });
    if (patience.aborted) throw problem({ error: failed.error, timedOut: true });
    const said = failed.kind === 'lost' && failed.said;
    throw problem({ error: failed.error, refusal: said ? { message: failed.error.message } : null });
  }
  return neonHttpSession(sql, { secrets: secretsOf(reveal(environment.url)), unreachable: (error) => problem({ error }) });
}

/** Neon's client sends it along in a header, password included. */
function connectionString(url: PostgresUrl, role: string, applicationName: string): string {
  const password = url.password === null ? '' : reveal(url.password);
  const parameters = new URLSearchParams({ application_name: url.applicationName ?? applicationName });
  if (url.options !== null) parameters.set('options', url.options);
  const host = url.host.includes(':') ? `[${url.host}]` : url.host;
  const credentials = `${encodeURIComponent(role)}:${encodeURIComponent(password)}`;
  return `postgresql://${credentials}@${host}:${url.port}/${encodeURIComponent(url.database ?? role)}?${parameters}`;
}

/** Endpoints that do not follow from Neon's host names, by what the client asks for; its setting is one for the process. */
const spoken = new Map<string, string>();
const clients = neonConfig.fetchEndpoint;
neonConfig.fetchEndpoint = (host, port, options) =>
  spoken.get(`${host}:${port}`) ?? (typeof clients === 'string' ? clients : clients(host, port, options));

/** The client takes host and port from a URL of the scheme http, which drops port 80. */
function placeKey(url: PostgresUrl): string {
  const host = url.host.includes(':') ? `[${url.host}]` : url.host;
  const { hostname, port } = new URL(`http://${host}:${url.port}`);
  return `${hostname}:${port}`;
}
