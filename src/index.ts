/** The library: the same pipeline as the command line, from code. */
export { Problem } from './base/problem.ts';
export type { AuditData } from './commands/audit.ts';
export type { DiffData } from './commands/diff.ts';
export type { DoctorData } from './commands/doctor.ts';
export type { MigrateData } from './commands/migrate.ts';
export type { StatusData } from './commands/status.ts';
export type { QuickData, VerifyData } from './commands/verify.ts';
export { defineConfig, type EnvironmentConfig, type TidemarkConfig } from './model/config.ts';
export type { Finding } from './model/finding.ts';
export type { Hazard, Plan, Receipt, Step, Unchecked } from './model/plan.ts';
export {
  type AnswerOf,
  apply,
  audit,
  type Consent,
  type Counting,
  diff,
  doctor,
  migrate,
  type Options,
  plan,
  status,
  undo,
  verify,
} from './run/library.ts';
export type { Progress } from './run/progress.ts';
