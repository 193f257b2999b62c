-- not compared: text search parsers
-- before
-- left
-- right
create text search parser p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
