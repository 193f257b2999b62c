/** What was asked for, whoever asks: the command line, the library, a test. */

import type { Problem } from '../base/problem.ts';
import type { Finding, Plan, Receipt, Target, Unchecked } from '../model/index.ts';
import type { Variables } from '../read/config/env-files.ts';
import type { ReadProject } from '../read/config/project.ts';
import type { Listener } from './progress.ts';
import type { Memory } from './remembered.ts';
import type { Sessions } from './sessions.ts';
import type { Watched } from './still.ts';

export interface Input {
  cwd: string;
  env: Variables;
  config?: string;
  out?: string;
  environments: string[];
  positionals: string[];
  flags: ReadonlyMap<string, string[]>;
  yes: boolean;
  accept: string[];
  on: string[];
  dryRun: boolean;
  save?: string;
  /** Hash of the plan that was shown, whole or its first six digits. */
  plan?: string;
  /** Texts of files that are handed over instead of read, by positional. */
  texts?: ReadonlyMap<string, string>;
  by: string;
  /** The process is the command's own, and ends with it. */
  ownProcess?: boolean;
  now: () => number;
}

/** A project and its connections that the caller has already: nothing is read of configurations, and no driver is chosen. */
export interface Given {
  project: ReadProject;
  /** Closed at the end of the run. */
  open: Sessions;
  /** Of earlier runs with the same ones, for later ones. */
  memory?: Memory;
  /** Of earlier rounds: where no database moved since, nothing is read, and the answer stays empty. */
  watched?: Watched;
}

export interface Preview {
  plan: Plan;
  /** The id that its receipt will have. */
  id: string;
  target: Target | null;
  protected: boolean;
  fileText(path: string): string | null;
  findings: Finding[];
}

/** How a face shows plans and asks. Without `ask` there is no terminal, and what is missing is named in the error. */
export interface Face {
  tell: Listener;
  preview(preview: Preview): void | Promise<void>;
  ask?: {
    confirm(question: string): Promise<boolean>;
    /** Resolves with what was typed. */
    type(question: string): Promise<string>;
  };
}

/** What every face makes its output from. */
export interface Answer {
  command: string;
  exit: 0 | 1 | 2 | 3;
  environments: string[];
  verdict: string;
  findings: Finding[];
  unchecked: Unchecked[];
  data: unknown;
  /** Something of this run is done, with or without a receipt. */
  applied: boolean;
  /** The last plan, and all receipts that were kept. */
  plan?: Plan;
  receipts: Receipt[];
  problem?: Problem;
  /** What was looked at, and which variable or file named it. */
  targets: (Target & { from: string; because?: string })[];
  secrets: string[];
}
