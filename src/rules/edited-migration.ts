/** Was a migration's SQL changed after it ran? */
import { type EditedRow, editedRows, elsewhere, everywhere } from '../compare/folder/edited.ts';
import { rowName, rowPlace } from '../compare/history/recorded.ts';
import { missingOf } from '../compare/suspect.ts';
import type { Found, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { rightHash, rowsChange } from '../plans/rows/right-row.ts';

interface Edited extends Found {
  edited: EditedRow;
}

export default rule({
  group: 'history',
  severity: 'warning',
  title: 'A migration was changed after it was applied',
  harm: 'Databases that ran the old text and databases that will run the new one end up different, and no Drizzle tool says so.',
  background:
    'Drizzle records the SHA-256 of the file’s text and never compares it again. Editing an applied file changes nothing where it ran; a new migration does.',
  needs: ['standings'],
  wants: ['edits', 'sql', 'servers'],
  *check({ standings, edits, sql, servers }): Generator<Edited> {
    for (const edited of editedRows(standings, edits)) {
      const { recorded, edit, was } = edited;
      if (edit.kind === 'cosmetic') continue;
      const { environment, of, tied, table } = recorded;
      const name = of.migration.name;
      const missing = missingOf(recorded.standing, { sql, servers }).get(name);
      const shown = edit.difference.slice(0, MOST);
      yield {
        environment,
        subject: { migration: name, ...(of.migration.file ? { file: of.migration.file } : {}) },
        says: `${name} is not the text that ${environment === 'default' ? 'the database' : environment} ran.`,
        evidence: [
          `${rowPlace(table, tied.row)}: hash ${edit.hash.slice(0, 12)}; the file has ${of.migration.sql.ok ? of.migration.sql.value.hash.slice(0, 12) : 'none'}`,
          was
            ? `the recorded text is in git: ${was.path} in ${was.commit}`
            : `the recorded text was not found in git${edits.ok ? (edits.value.why ? ` (${edits.value.why})` : '') : ` (${edits.why})`}, so how much it differs is not known`,
          ...shown,
          ...(edit.difference.length > MOST ? [`and ${edit.difference.length - MOST} more`] : []),
          ...elsewhere(standings, recorded),
        ],
        ...(edit.kind === 'unknown' ? {} : { confidence: 'proven' as const }),
        // A text that ran may lack what the file creates now; one that nobody knows explains nothing.
        ...(missing === 'all' || (missing === 'some' && !was) ? { because: 'marked-not-run' } : {}),
        edited,
      };
    }
  },
  remedies: ({ edited: { recorded, edit, was } }, { standings }): Remedy[] => {
    const { of, tied, table, environment } = recorded;
    const { name, file } = of.migration;
    const row = rightHash(of.migration, tied);
    const says = `Write the new hash of ${name} into row ${rowName(tied.row)}: from then on nothing shows that this database ran another text.`;
    const bless: Remedy[] = row
      ? [
          {
            name: 'bless',
            says,
            change: [
              {
                ...rowsChange(environment, table, [row], `Take the present text of ${name} for the one that ran.`),
                hazards: ['rewrites-history'],
              },
            ],
          },
        ]
      : [];
    if (was && file && everywhere(standings, name, edit.hash)) {
      const content = `Put back the text that ran; put the edit into a new migration.`;
      return [
        {
          name: 'restore',
          named: true,
          says: content,
          change: [
            {
              kind: 'create',
              path: file,
              content: was.text,
              says: `Put back the text of ${name} that ran, from commit ${was.commit}.`,
            },
          ],
        },
        ...bless,
      ];
    }
    const first: Remedy = was
      ? {
          name: 'decide',
          says: 'The environments ran different texts, or one could not be read: no one text is right for all. Bring the databases to one state with a new migration, then take the text as it is.',
          change: [],
          needs: 'one text that all environments ran',
          command: 'npx tidemark explain edited-migration',
        }
      : {
          name: 'find-text',
          says: 'Find the text that ran (another clone, the deployed image, a backup) and compare it with the file.',
          change: [],
          needs: 'the recorded text',
          command: 'npx tidemark explain edited-migration',
        };
    return [first, ...bless];
  },
  advice:
    'Leave an applied file as it is and write a new migration. When both texts do the same, or all databases are known to agree, acknowledge the finding or take the new text with --with bless.',
});

const MOST = 6;
