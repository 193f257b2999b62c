/** Would the stock tools, called in this folder, reach another database than we do, or than the app does? */
import { databaseKey, readPrinted } from '../base/host.ts';
import type { Environment } from '../model/index.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'config',
  severity: 'warning',
  title: 'drizzle-kit, called here, uses another database than the one that is meant',
  harm: 'A migration is applied to one database and missed in the other, and both commands say that all is well.',
  background:
    'drizzle-kit reads .env beside its config and nothing else. Frameworks also read .env.local and .env.<mode>, which win over .env, so the app may speak to another database than drizzle-kit does.',
  needs: ['project', 'environments'],
  *check({ project, environments }) {
    const { stockUrl, localUrls = [] } = project;
    if (!stockUrl) return;
    for (const { key, from } of localUrls) {
      const known = environments.find((e) => keyOf(e) === key);
      if (known?.named) continue;
      yield {
        subject: { variable: from },
        says: `drizzle-kit takes the URL from ${stockUrl.from}, and ${from} names another database or role.`,
        evidence: [`${stockUrl.from}: ${stockUrl.key}`, `${from}: ${key}`],
        severity: 'note' as const,
      };
    }
    const named = environments.filter((e) => e.named && e.driver !== 'pglite');
    if (named.length === 0 || environments.some((e) => keyOf(e) === stockUrl.key)) return;
    yield {
      subject: { object: 'drizzle-kit' },
      says: `drizzle-kit, called here without anything else, uses ${stockUrl.key}, which is none of the environments.`,
      evidence: [`${stockUrl.from}: ${stockUrl.key}`, ...named.map((e) => `${e.name}: ${keyOf(e)} (${e.from})`)],
      severity: 'note' as const,
    };
  },
  advice: 'Give both the same URL, or make an environment of each in tidemark.config.ts, so that status and doctor look at both.',
});

/** As the project's own URLs are compared; a PGlite folder is its own key. */
const keyOf = ({ driver, target }: Environment): string =>
  driver === 'pglite' ? `pglite:${target.host}` : databaseKey(readPrinted(target.host), target.database, target.role);
