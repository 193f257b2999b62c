/** Why could one of Neon's endpoints not be reached or entered? As for every driver, with what is different there. */
import { Problem } from '../base/problem.ts';
import type { Environment } from '../model/target.ts';
import { connectProblem, type Failure } from './connect-problem.ts';
import type { PostgresUrl } from './connection.ts';
import { NODE_AUTHORITIES, speaksTls } from './neon-place.ts';

export type Known = Pick<Failure, 'error'> & Partial<Pick<Failure, 'refusal' | 'timedOut' | 'passwordMissing'>>;

export function neonProblem(environment: Environment, url: PostgresUrl, role: string, known: Known): Problem {
  const tls = speaksTls(url);
  const problem = connectProblem(environment, url, role, {
    attempt: tls ? 'tls' : 'plain',
    refusal: null,
    timedOut: false,
    passwordMissing: false,
    tlsAnswer: tls && isCertificates(known.error) ? 'S' : null,
    encrypted: false,
    offersTls: false,
    ...known,
  });
  if (problem.code === 'certificate-refused') return instead(problem, NODE_AUTHORITIES);
  if (problem.code !== 'connection-failed') return problem;
  const way = environment.driver === 'neon-http' ? 'HTTP' : 'a WebSocket';
  return instead(
    problem,
    `${problem.fix}\nThe driver ${environment.driver} asks over ${way}; a server without that needs driver: 'pg'.`,
  );
}

const instead = ({ code, message, why }: Problem, fix: string): Problem => new Problem(code, message, { why, fix });

/** Node's and OpenSSL's codes for a certificate that does not verify; nothing else that fails before an answer is called so. */
const isCertificates = ({ code }: { code?: unknown }): boolean =>
  typeof code === 'string' && (code.includes('CERT') || code.includes('SIGN'));
