/** Every table of pg_catalog into which a person can put something is read by a kind, counted by the census, or known to say nothing of a schema. */
import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/catalog/kinds.ts';
import { unread } from '../../src/catalog/unread.ts';
import { MAJORS } from '../majors.ts';
import { sharedServer } from '../shared-server.ts';
import { openAt } from './look.ts';

/** By catalog: the kinds that read it, what the census calls it, or why it says nothing of this database's schema. */
const CATALOGS: Record<string, { kinds?: string[]; counted?: string[]; because?: string }> = {
  pg_aggregate: { kinds: ['aggregate'] },
  pg_am: { counted: ['access methods'] },
  pg_amop: { counted: ['operator families'] },
  pg_amproc: { counted: ['operator families'] },
  pg_attrdef: { kinds: ['column', 'view-column'] },
  pg_attribute: { kinds: ['column', 'view-column', 'composite-type', 'index'] },
  pg_auth_members: { because: 'of the cluster' },
  pg_authid: { because: 'of the cluster' },
  pg_cast: { kinds: ['cast'] },
  pg_class: { kinds: ['table', 'index', 'sequence', 'view', 'materialized-view', 'foreign-table', 'composite-type'] },
  pg_collation: { kinds: ['collation'] },
  pg_constraint: { kinds: ['constraint', 'domain', 'column'] },
  pg_conversion: { counted: ['conversions'] },
  pg_database: { because: 'of the cluster' },
  pg_db_role_setting: { counted: ['settings of the database'] },
  pg_default_acl: { kinds: ['default-privileges'] },
  pg_depend: { because: 'read with what depends' },
  pg_description: { because: 'read with what it describes' },
  pg_enum: { kinds: ['enum'] },
  pg_event_trigger: { kinds: ['event-trigger'] },
  pg_extension: { kinds: ['extension'] },
  pg_foreign_data_wrapper: {
    kinds: ['foreign-data-wrapper'],
    counted: ['values of options of foreign servers, tables and users'],
  },
  pg_foreign_server: { kinds: ['foreign-server'], counted: ['values of options of foreign servers, tables and users'] },
  pg_foreign_table: { kinds: ['foreign-table'], counted: ['values of options of foreign servers, tables and users'] },
  pg_index: { kinds: ['index', 'constraint'] },
  pg_inherits: { kinds: ['table', 'foreign-table', 'index'] },
  pg_init_privs: { counted: ['grants on members of extensions and on what PostgreSQL brings along'] },
  pg_language: { counted: ['procedural languages'] },
  pg_largeobject: { because: 'data' },
  pg_largeobject_metadata: { because: 'data' },
  pg_namespace: { kinds: ['schema'] },
  pg_opclass: { counted: ['operator classes'] },
  pg_operator: { kinds: ['operator'] },
  pg_opfamily: { counted: ['operator families'] },
  pg_parameter_acl: { because: 'of the cluster' },
  pg_partitioned_table: { kinds: ['table'] },
  pg_policy: { kinds: ['policy'] },
  pg_proc: { kinds: ['function', 'aggregate'], counted: ['objects made in PostgreSQL’s own schemas'] },
  pg_publication: { kinds: ['publication'] },
  pg_publication_namespace: { kinds: ['publication'] },
  pg_publication_rel: { kinds: ['publication'] },
  pg_range: { kinds: ['range-type'] },
  pg_replication_origin: { because: 'of the cluster' },
  pg_rewrite: { kinds: ['rule', 'view', 'materialized-view'] },
  pg_seclabel: { counted: ['security labels'] },
  pg_sequence: { kinds: ['sequence'] },
  pg_shdepend: { because: 'of the cluster' },
  pg_shdescription: { because: 'of the cluster' },
  pg_shseclabel: { because: 'of the cluster' },
  pg_statistic: { because: 'data' },
  pg_statistic_ext: { kinds: ['statistics-object'] },
  pg_statistic_ext_data: { because: 'data' },
  pg_subscription: { kinds: ['subscription'], counted: ['connection strings of subscriptions'] },
  pg_subscription_rel: { because: 'data' },
  pg_tablespace: { because: 'of the cluster' },
  pg_transform: { counted: ['transforms'] },
  pg_trigger: { kinds: ['trigger', 'constraint'] },
  pg_ts_config: { kinds: ['text-search-configuration'] },
  pg_ts_config_map: { kinds: ['text-search-configuration'] },
  pg_ts_dict: { kinds: ['text-search-dictionary'] },
  pg_ts_parser: { counted: ['text search parsers'] },
  pg_ts_template: { counted: ['text search templates'] },
  pg_type: { kinds: ['enum', 'domain', 'composite-type', 'range-type'], counted: ['base types'] },
  pg_user_mapping: {
    kinds: ['user-mapping'],
    counted: ['options of user mappings', 'values of options of foreign servers, tables and users'],
  },
};

/** What each kind or count is asked to look at in fact. */
const text = (major: number, name: string): string =>
  kinds.find((kind) => kind.name === name)?.query({ major, histories: [] }) ?? '';

describe.each(MAJORS)('PostgreSQL %i', (major) => {
  const server = sharedServer(major);

  it.skipIf(server === null)('has no catalog that nobody thought of', async () => {
    if (!server) return;
    const session = await openAt(server.url());
    try {
      const [result] = await session.send(
        `select relname as name from pg_class where relkind = 'r' and relnamespace = 'pg_catalog'::regnamespace order by 1`,
      );
      const names = (result?.rows ?? []).map(({ name }) => name ?? '');
      expect(names.filter((name) => CATALOGS[name] === undefined)).toEqual([]);
      expect(names.length).toBeGreaterThan(50);
    } finally {
      await session.close();
    }
  });

  it('has each looked at where it is said', () => {
    const census = unread({ major, histories: [] }, kinds);
    for (const [catalog, { kinds: readers = [], counted = [], because }] of Object.entries(CATALOGS)) {
      if (catalog === 'pg_publication_namespace' && major < 15) continue;
      expect([...readers, ...counted, ...(because ? [because] : [])], catalog).not.toEqual([]);
      for (const what of counted) expect(census).toContain(`'${what}' as what`);
      for (const reader of readers) expect(kinds.map((kind) => kind.name)).toContain(reader);
      // Through a function or a view of PostgreSQL's own.
      const asked = readers.map((reader) => text(major, reader)).join('\n') + (counted.length > 0 ? census : '');
      const through: Record<string, string> = {
        pg_amop: 'pg_opfamily',
        pg_amproc: 'pg_opfamily',
        pg_partitioned_table: 'pg_get_partkeydef',
        pg_user_mapping: 'pg_user_mappings',
        pg_sequence: 'pg_sequence',
      };
      if (!because) expect(asked, catalog).toContain(through[catalog] ?? catalog);
    }
  });
});
