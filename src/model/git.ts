/** What git knows about the project's files. Nothing is ever written. */

export interface Git {
  /** Absolute path of the work tree's root. */
  top: string;
  head: string | null;
  branch: string | null;
  shallow: boolean;
  /** Paths relative to the project that git tracks, below the migrations folder. */
  tracked: ReadonlySet<string>;
  /** Ignored paths below the migrations folder. */
  ignored: ReadonlySet<string>;
  /** Unmerged paths. */
  conflicted: ReadonlySet<string>;
  /** Earlier texts of files below the migrations folder: by Drizzle's hash of the text. */
  texts: ReadonlyMap<string, GitText>;
  /** Why not every earlier text was looked at. */
  textsCut?: string;
  /** `*.sql` has `eol=lf` or `-text` in .gitattributes. */
  lineEndsPinned: boolean;
}

export interface GitText {
  hash: string;
  path: string;
  /** Short hash of the newest commit that held this text. */
  commit: string;
  /** Author date, ISO. */
  date: string;
  text: string;
}
