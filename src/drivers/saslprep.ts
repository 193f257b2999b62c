/** How a password is written before SCRAM hashes it: the parts of SASLprep (RFC 4013) that change it, as PostgreSQL and `pg` do. */

/** RFC 3454 C.1.2: spaces that are not U+0020. */
const SPACES = /[\u00A0\u1680\u2000-\u200B\u202F\u205F\u3000]/gu;
/** RFC 3454 B.1: mapped to nothing. One by one, because some of them join with their neighbours in a class. */
const NOTHING = /\u00AD|\u034F|\u1806|[\u180B-\u180D]|\u200C|\u200D|\u2060|[\uFE00-\uFE0F]|\uFEFF/gu;

export const saslprep = (password: string): string => password.replace(SPACES, ' ').replace(NOTHING, '').normalize('NFKC');
