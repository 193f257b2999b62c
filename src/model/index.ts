/** The nouns, in one import. */
export * from './command.ts';
export * from './edits.ts';
export * from './evidence.ts';
export * from './finding.ts';
export * from './folder.ts';
export * from './git.ts';
export * from './history.ts';
export * from './plan.ts';
export * from './project.ts';
export * from './read.ts';
export * from './rule.ts';
export * from './server.ts';
export * from './snapshot.ts';
export * from './sql.ts';
export * from './standing.ts';
export * from './surroundings.ts';
export * from './target.ts';
