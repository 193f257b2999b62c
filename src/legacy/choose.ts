/** Which tool and which folder does a table belong to? The names in its rows decide, not its own name. */
import type { LegacyFile, LegacyHistory, LegacySign, Read, Row, SqlText, TableName } from '../model/index.ts';
import { isUsualName } from './hand-made-columns.ts';
import { closenessOf, inOrder, legacyHistory, legacyRows } from './history.ts';
import { isForeignHistory, legacyTools, toolOfTable } from './index.ts';
import { base, type LegacyTool } from './legacy-tool.ts';
import { plainSql } from './plain-sql.ts';
import { isProgram, type LegacyReading } from './reading.ts';

/** A tool whose history can be read. */
export type ReadableTool = LegacyTool & { history: LegacyReading };

export const readableTools: readonly ReadableTool[] = legacyTools.filter(
  (tool): tool is ReadableTool => tool.history !== undefined,
);

/** A folder as one tool would read it. */
export interface LegacyFolder {
  tool: ReadableTool;
  folder: string;
  files: LegacyFile[];
  /** The tool was recognised here. */
  recognised: boolean;
}

export interface LegacyTableRows {
  table: TableName;
  columns: readonly string[];
  values: readonly Row[];
}

export const toolsOf = (table: TableName, columns: readonly string[]): ReadableTool[] => {
  if (isForeignHistory(table.schema)) return [];
  const known = toolOfTable(table.schema, table.name, columns);
  const fitting = readableTools.filter(({ history }) => history.fits(table, columns));
  // Its own reading is missing, and its rows are read as a team's own would be.
  return known && known.history === undefined
    ? fitting.filter((tool) => tool === plainSql).map((tool) => ({ ...tool, ...known, history: tool.history }))
    : fitting;
};

/** Every folder that some tool could read; `content` reads a file when it is wanted, and the same file once. */
export function legacyFolders(
  paths: readonly string[],
  signs: readonly LegacySign[],
  content: (path: string) => Read<SqlText>,
): LegacyFolder[] {
  return readableTools.flatMap((tool) => {
    const own = signs.filter((sign) => sign.tool === tool.tool);
    const groups = new Map<string, LegacyFile[]>();
    for (const path of paths) {
      const found = tool.history.file(path);
      if (found) groups.set(found.folder, [...(groups.get(found.folder) ?? []), legacyFile(tool.history, path, found, content)]);
    }
    const exact = [...groups.keys()].some((folder) => own.some(({ where }) => where === folder));
    return [...groups].map(([folder, files]) => ({
      tool,
      folder,
      files: inOrder(tool.history, files),
      recognised: own.some(({ where }) => where === folder || (!exact && folder === besides(where))),
    }));
  });
}

/** Beside a file that configures the tool lies its folder `migrations`. */
const besides = (where: string): string =>
  where.includes('/') ? `${where.slice(0, where.lastIndexOf('/'))}/migrations` : 'migrations';

function legacyFile(
  { up }: LegacyReading,
  path: string,
  { version, name }: { version: string | null; name: string },
  content: (path: string) => Read<SqlText>,
): LegacyFile {
  return {
    path,
    version,
    name,
    get content() {
      return content(path);
    },
    get up() {
      const read = content(path);
      if (!read.ok || isProgram(path)) return null;
      return up ? up(read.value.text) : { offset: 0, length: read.value.text.length };
    },
  };
}

/** One history a table, and one a recognised folder whose table is not there. */
export function legacyHistories(tables: readonly LegacyTableRows[], folders: readonly LegacyFolder[]): LegacyHistory[] {
  const chosen = chosenFolders(tables, folders);
  const histories = tables.flatMap((one) => {
    const { table, columns, values } = one;
    const { tool, folder } = chosen.get(one) ?? { tool: toolWithoutFiles(table, columns), folder: null };
    if (!tool) return [];
    const files = folder?.files.map(whole) ?? [];
    const parts = { tool: tool.tool, reading: tool.history, table, folder: folder?.folder ?? null, values, files };
    const history = legacyHistory(parts);
    const alike = chosen.get(one)?.alike ?? [];
    const note = `its rows fit the files of ${alike.join(', ')} as well as those of ${folder?.folder}`;
    return [alike.length > 0 ? { ...history, notes: [...history.notes, note] } : history];
  });
  const taken = new Set([...chosen.values()].map(({ folder }) => folder.folder));
  for (const { tool, folder, files, recognised } of folders) {
    if (!recognised || taken.has(folder)) continue;
    taken.add(folder);
    const parts = { tool: tool.tool, reading: tool.history, table: null, folder, values: [] };
    histories.push(legacyHistory({ ...parts, files: files.map(whole) }));
  }
  return histories;
}

/** From here on it is a fact and no longer looked up. */
const whole = (file: LegacyFile): LegacyFile => ({ ...file });

/** null: nothing but columns that any table may have says that it is a history. */
function toolWithoutFiles(table: TableName, columns: readonly string[]): ReadableTool | null {
  const tools = toolsOf(table, columns);
  if (tools.every(({ tool }) => tool === plainSql.tool) && !isUsualName(table.name)) return null;
  return tools.find(({ tool }) => tool === toolOfTable(table.schema, table.name, columns)?.tool) ?? tools[0] ?? null;
}

interface Candidate {
  tool: ReadableTool;
  folder: LegacyFolder;
  /** How well rows and files fit. */
  fits: number;
  merits: number[];
}

type Chosen = Pick<Candidate, 'tool' | 'folder'> & {
  /** Other folders that fit as well. */
  alike: string[];
};

/** The tables whose rows say most choose first; of folders that fit alike one that no other table has is taken. */
function chosenFolders(tables: readonly LegacyTableRows[], folders: readonly LegacyFolder[]): Map<LegacyTableRows, Chosen> {
  const all = tables.map((table) => ({ table, candidates: candidatesOf(table, folders) }));
  all.sort((a, b) => byMerit(a.candidates[0], b.candidates[0]));
  const chosen = new Map<LegacyTableRows, Chosen>();
  const taken = new Set<string>();
  for (const { table, candidates } of all) {
    const best = candidates.filter((candidate) => byMerit(candidate, candidates[0]) === 0);
    const free = best.filter(({ folder }) => !taken.has(folder.folder));
    const [one, ...others] = free.length > 0 ? free : best.filter(({ fits }) => fits > 0);
    if (!one) continue;
    const alike = others.flatMap(({ folder }) => (folder.folder === one.folder.folder ? [] : [folder.folder]));
    chosen.set(table, { ...one, alike: [...new Set(alike)] });
    taken.add(one.folder.folder);
  }
  return chosen;
}

/** Best first; equal ones in the order of the tools. */
function candidatesOf({ table, columns, values }: LegacyTableRows, folders: readonly LegacyFolder[]): Candidate[] {
  const named = toolOfTable(table.schema, table.name, columns)?.tool;
  const found = toolsOf(table, columns).flatMap((tool) => {
    const rows = legacyRows(tool.history, values);
    const own = folders.filter((folder) => folder.tool.history.file === tool.history.file);
    return own.flatMap((folder): Candidate[] => {
      const fits = closenessOf(tool.history, rows, folder.files);
      const particular = tool.tool !== plainSql.tool;
      if (fits === 0 && !(folder.recognised && (particular || isUsualName(table.name)))) return [];
      const marked = bearsMarks(tool, folder);
      // Any numbered file fits a team's own runner, so a tool that is known by more goes first.
      const certain = fits > 0 && particular && (marked || tool.tool === named);
      return [
        {
          tool,
          folder,
          fits,
          merits: [certain, fits, folder.recognised, marked, base(folder.folder) === 'migrations'].map(Number),
        },
      ];
    });
  });
  return found.sort(byMerit);
}

/** The tool's own words in the files; it matters where several tools would read them alike. */
const bearsMarks = ({ marks }: LegacyTool, { files }: LegacyFolder): boolean =>
  !marks || files.some(({ content }) => content.ok && marks.some((mark) => content.value.text.includes(mark)));

/** Negative: `a` goes first. */
function byMerit(a: Candidate | undefined, b: Candidate | undefined): number {
  if (!a || !b) return a ? -1 : b ? 1 : 0;
  for (const [i, merit] of a.merits.entries()) {
    const less = (b.merits[i] ?? 0) - merit;
    if (less !== 0) return less;
  }
  return 0;
}
