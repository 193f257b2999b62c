/** Which extension does a type, function or operator class come from? Names as the extensions of the PostgreSQL world spell them. */

const OF: Readonly<Record<string, readonly string[]>> = {
  vector: [
    'vector',
    'halfvec',
    'sparsevec',
    'vector_cosine_ops',
    'vector_l2_ops',
    'vector_ip_ops',
    'halfvec_cosine_ops',
    'hnsw',
    'ivfflat',
  ],
  postgis: ['geometry', 'geography', 'st_makepoint', 'st_setsrid', 'st_distance', 'st_dwithin'],
  citext: ['citext'],
  hstore: ['hstore'],
  ltree: ['ltree', 'lquery'],
  pg_trgm: ['gin_trgm_ops', 'gist_trgm_ops', 'similarity', 'word_similarity'],
  'uuid-ossp': ['uuid_generate_v1', 'uuid_generate_v1mc', 'uuid_generate_v4', 'uuid_generate_v5'],
  pgcrypto: ['gen_salt', 'crypt', 'gen_random_bytes', 'pgp_sym_encrypt', 'pgp_sym_decrypt'],
  unaccent: ['unaccent'],
};

const BY_WORD = new Map(
  Object.entries(OF).flatMap(([extension, words]) => words.map((word): [string, string] => [word, extension])),
);

export const extensionOf = (word: string): string | undefined => BY_WORD.get(word);
