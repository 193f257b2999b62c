-- not compared: text search templates
-- before
-- left
-- right
create text search template p (lexize = dsimple_lexize);
