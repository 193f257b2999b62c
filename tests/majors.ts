/** Which majors of PostgreSQL do the tests run on? 15 and 18, or those named by TIDEMARK_MAJORS. */

const named = process.env['TIDEMARK_MAJORS'];

export const MAJORS: readonly number[] = named ? named.split(',').map(Number) : [15, 18];

/** Cases and corpus: one server is enough unless majors were asked for. */
export const CASE_MAJORS: readonly number[] = named ? MAJORS : [15];
