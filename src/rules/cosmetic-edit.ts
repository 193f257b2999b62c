/** Was a migration changed after it ran in a way that PostgreSQL does not see? */
import { type EditedRow, editedRows, everywhere } from '../compare/folder/edited.ts';
import { rowPlace } from '../compare/history/recorded.ts';
import type { Found, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { rightHash, rowsChange } from '../plans/rows/right-row.ts';

interface Cosmetic extends Found {
  edited: EditedRow;
}

export default rule({
  group: 'history',
  severity: 'note',
  title: 'A migration was reformatted after it was applied',
  harm: 'None by itself. The recorded hash fits no file any more, so a real edit later looks the same.',
  background:
    'PostgreSQL’s own parser makes the same statements of both texts: they differ in white space, comments, line ends or breakpoints only. Formatters run over the folder do this.',
  needs: ['standings', 'edits'],
  *check({ standings, edits }): Generator<Cosmetic> {
    for (const edited of editedRows(standings, { ok: true, value: edits })) {
      const { recorded, edit, was } = edited;
      if (edit.kind !== 'cosmetic') continue;
      const { environment, of, tied, table } = recorded;
      yield {
        environment,
        subject: { migration: of.migration.name, ...(of.migration.file ? { file: of.migration.file } : {}) },
        says: `${of.migration.name} means the same to PostgreSQL as the text that ran, and is written differently.`,
        evidence: [
          `${rowPlace(table, tied.row)}: hash ${edit.hash.slice(0, 12)}, the text of ${was?.path ?? of.migration.file} in commit ${was?.commit ?? '?'}`,
        ],
        confidence: 'proven',
        edited,
      };
    }
  },
  remedies: ({ edited: { recorded, edit, was } }, { standings }): Remedy[] => {
    const { of, tied, table, environment } = recorded;
    const row = rightHash(of.migration, tied);
    const { name, file } = of.migration;
    const bless: Remedy[] = row
      ? [
          {
            name: 'bless',
            says: 'Write the hash of the file as it is; both texts do the same.',
            change: [rowsChange(environment, table, [row], `Write the hash of ${name}.`)],
          },
        ]
      : [];
    if (!was || !file || !everywhere(standings, name, edit.hash)) return bless;
    return [
      ...bless,
      {
        name: 'restore',
        says: 'Put back the text as it was when it ran.',
        change: [
          { kind: 'create', path: file, content: was.text, says: `Put back the text of ${name} from commit ${was.commit}.` },
        ],
      },
    ];
  },
});
