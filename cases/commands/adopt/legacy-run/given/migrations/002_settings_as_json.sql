-- one row for everybody
DROP TABLE IF EXISTS settings;
CREATE TABLE settings (
  id serial PRIMARY KEY,
  "values" jsonb NOT NULL DEFAULT '{}'
);
