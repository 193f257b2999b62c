import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files of many minutes first: the last of two workers would otherwise play them alone. */
const LONG = [
  'tests/cases/',
  'tests/faults/',
  'tests/differ/',
  'tests/trials/',
  'tests/crash/',
  'tests/stories/',
  'tests/corpus/',
];
const place = ({ moduleId }: TestSpecification): number => {
  const found = LONG.findIndex((folder) => moduleId.includes(folder));
  return found === -1 ? LONG.length : found;
};

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/setup.ts'],
    exclude: ['**/node_modules/**'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default'],
    sequence: { sequencer: LongFirst },
  },
});
