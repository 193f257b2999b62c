CREATE TABLE project_tags (
  project integer NOT NULL REFERENCES projects (id),
  tag text NOT NULL,
  PRIMARY KEY (project, tag)
);
