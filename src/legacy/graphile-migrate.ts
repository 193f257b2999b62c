/** How is Graphile Migrate recognised, and how is its history read? */
import { createHash } from 'node:crypto';
import { base, type LegacyTool, parent } from './legacy-tool.ts';
import { numberOf, of, sameNumber } from './reading.ts';

export const graphileMigrate: LegacyTool = {
  tool: 'Graphile Migrate',
  tables: [{ schema: 'graphile_migrate' }],
  place: (path) => (/^\.gmrc(\.js|\.json)?$/.test(base(path)) ? path : null),
  commands: ['graphile-migrate'],
  says: 'Graphile Migrate',
  // The committed files hold hashes of each other.
  creates: 'migrations/current.sql, then: npx graphile-migrate commit',
  history: {
    fits: ({ schema, name }) => schema === 'graphile_migrate' && name === 'migrations',
    order: ['filename'],
    row: (values) => {
      const name = of(values, 'filename');
      return { version: numberOf(name ?? ''), name, at: of(values, 'date'), checksum: of(values, 'hash'), applied: true };
    },
    file: (path) => {
      const match = /^(\d{6})(?:-.*)?\.sql$/.exec(base(path));
      return match?.[1] && base(parent(path)) === 'committed'
        ? { folder: parent(path), version: match[1], name: base(path) }
        : null;
    },
    // The row has the number alone: `000001.sql` for `000001-users.sql`.
    closeness: (row, file) => (sameNumber(row.version, file.version) ? 3 : 0),
    checksum: ({ content }) => (content.ok ? [graphileHash(content.value.text)] : []),
  },
};

/** Over the hash of the one before and the body; the header names both hashes. */
function graphileHash(text: string): string {
  const lines = text.split('\n');
  const body = lines.findIndex((line) => !line.startsWith('--! '));
  const previous = lines.slice(0, Math.max(0, body)).find((line) => line.startsWith('--! Previous: '));
  const before = previous?.slice('--! Previous: '.length).trim() ?? '';
  const said = `${before === '-' ? '' : before}\n${lines.slice(Math.max(0, body)).join('\n').trim()}`.trim();
  return `sha1:${createHash('sha1').update(`${said}\n`).digest('hex')}`;
}
