/** Is `ssl` set beside `url`, where nobody reads it? */
import { rule } from '../model/rule.ts';

export default rule({
  group: 'config',
  severity: 'warning',
  title: 'dbCredentials.ssl stands beside url, and drizzle-kit ignores it',
  harm: 'The connection is made as the URL alone says: without TLS where it was asked for, or refused by a server that demands it.',
  background:
    'Both lines of drizzle-kit hand over the URL alone when there is one. In the 0.31 line a refused connection prints nothing at all.',
  needs: ['project'],
  *check({ project }) {
    if (project.credentials.form !== 'url' || !project.credentials.ssl) return;
    const at = lineOf(project.configText, 'ssl');
    yield {
      subject: {
        object: 'dbCredentials.ssl',
        ...(project.drizzleConfig ? { file: project.drizzleConfig } : {}),
        ...(at ? { line: at } : {}),
      },
      says: `${project.drizzleConfig ?? 'The config'} sets ssl beside url, and only the URL counts.`,
      evidence: project.drizzleConfig && at ? [`${project.drizzleConfig}:${at}`] : [],
    };
  },
  advice: 'Put it into the URL: ?sslmode=require (encrypted) or ?sslmode=verify-full (encrypted, and the server is who it says).',
});

function lineOf(text: string | null, word: string): number | null {
  const at = (text ?? '').split('\n').findIndex((line) => line.trimStart().startsWith(word));
  return at === -1 ? null : at + 1;
}
