/** ONLY is taken out of an index's definition where PostgreSQL writes it, and nowhere else. */
import { expect, test } from 'vitest';
import { onAllPartitions } from '../../src/sql/on-only.ts';

test.each([
  ['CREATE INDEX days_n ON ONLY public.days USING btree (n)', 'CREATE INDEX days_n ON public.days USING btree (n)'],
  ['CREATE UNIQUE INDEX days_n ON ONLY public.days USING btree (n)', 'CREATE UNIQUE INDEX days_n ON public.days USING btree (n)'],
  ['CREATE INDEX "a ON ONLY b" ON ONLY public.days USING btree (n)', 'CREATE INDEX "a ON ONLY b" ON public.days USING btree (n)'],
  ['CREATE INDEX "unique" ON ONLY public.days USING btree (n)', 'CREATE INDEX "unique" ON public.days USING btree (n)'],
  [
    `CREATE INDEX e ON public.days USING btree (((t || ' ON ONLY '::text)))`,
    `CREATE INDEX e ON public.days USING btree (((t || ' ON ONLY '::text)))`,
  ],
  ['CREATE INDEX n ON "only".days USING btree (n)', 'CREATE INDEX n ON "only".days USING btree (n)'],
  ['CREATE INDEX n ON ONLY "only".days USING btree (n)', 'CREATE INDEX n ON "only".days USING btree (n)'],
  ['CREATE INDEX "only" ON ONLY "a ""ON ONLY""".t USING btree (n)', 'CREATE INDEX "only" ON "a ""ON ONLY""".t USING btree (n)'],
])('%s', (definition, expected) => {
  expect(onAllPartitions(definition)).toBe(expected);
});
