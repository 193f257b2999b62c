/** Are there host and port without `ssl`, for a server without TLS? */
import { hostKind, readPrinted } from '../base/host.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'config',
  severity: 'warning',
  title: 'dbCredentials has a host and no ssl, and drizzle-kit then asks for TLS',
  harm: 'drizzle-kit fails with "The server does not support SSL connections", in the 0.31 line without printing it.',
  background:
    'With a URL the default is no TLS; with host, user and password it is TLS with a verified certificate. A database on the same machine has usually none.',
  needs: ['project', 'environments'],
  *check({ project, environments }) {
    if (project.credentials.form !== 'host' || project.credentials.ssl || !project.drivers.includes('pg')) return;
    const local = environments.find((e) => !e.named && isThisMachine(e.target.host));
    if (!local) return;
    yield {
      subject: { object: 'dbCredentials', ...(project.drizzleConfig ? { file: project.drizzleConfig } : {}) },
      says: `${project.drizzleConfig ?? 'The config'} names ${local.target.host} without ssl, so drizzle-kit demands TLS of a server on this machine.`,
      evidence: [`${local.from}`],
      confidence: 'suspected',
    };
  },
  advice: 'Write ssl: false into dbCredentials, or use url.',
});

function isThisMachine(printed: string): boolean {
  const { host, port } = readPrinted(printed);
  return hostKind(host, port) === 'local';
}
