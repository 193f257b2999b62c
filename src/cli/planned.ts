/** Commands of the design that are not there yet, so that typing one gets an answer and not a guess. */

export const PLANNED: Readonly<Record<string, string>> = {
  lint: 'says what pending SQL would block, rewrite or lose',
  rehearse: 'executes pending SQL on a shadow and measures',
  gate: 'is the pull request check',
  compat: 'tells whether the running release survives the pending migrations',
  report: 'writes one HTML file',
  ui: 'is the local dashboard',
  repro: 'makes an anonymised reproduction',
  rollback: 'goes back, with the data kept',
  squash: 'makes one migration of many, with proof',
  generate: 'is drizzle-kit’s generate, plus down, plus lint',
  upgrade: 'takes a project from 0.x to 1.0',
  retire: 'takes another migration system out',
  init: 'writes config, package scripts and workflow',
  docs: 'writes the project’s migration guide',
  reset: 'empties a development or test database',
  seed: 'fills one',
  purge: 'removes archived data',
  fleet: 'does any of it over thousands of targets',
};
