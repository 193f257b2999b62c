/** Where does a file go that is kept and is no migration? */

/** A folder below the migrations folder without a migration.sql: no migrator of either line looks into it. */
export function asideOf(folder: string, path: string): string {
  return `${folder}/unlisted/${path.slice(path.lastIndexOf('/') + 1)}`;
}
