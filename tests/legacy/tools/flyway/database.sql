-- Written after Flyway's own source (the tool was not run): a baseline at 1.1, then 1.2, 1.10 which failed, 2 undone, a repeatable one twice.
CREATE TABLE public.flyway_schema_history (installed_rank integer NOT NULL PRIMARY KEY, version varchar(50), description varchar(200) NOT NULL, type varchar(20) NOT NULL, script varchar(1000) NOT NULL, checksum integer, installed_by varchar(100) NOT NULL, installed_on timestamp NOT NULL DEFAULT now(), execution_time integer NOT NULL, success boolean NOT NULL);
INSERT INTO public.flyway_schema_history VALUES
  (1, '1.1', '<< Flyway Baseline >>', 'BASELINE', '<< Flyway Baseline >>', NULL, 'app', '2024-01-01 10:00:00', 0, true),
  (2, '1.2', 'posts', 'SQL', 'V1_2__posts.sql', 111, 'app', '2024-01-01 10:00:01', 5, true),
  (3, NULL, 'report', 'SQL', 'R__report.sql', 222, 'app', '2024-01-01 10:00:02', 5, true),
  (4, '2', 'tags', 'SQL', 'V2__tags.sql', 333, 'app', '2024-01-01 10:00:03', 5, true),
  (5, '2', 'tags', 'UNDO_SQL', 'U2__tags.sql', 444, 'app', '2024-01-01 10:00:04', 5, true),
  (6, '1.10', 'broken', 'SQL', 'V1.10__broken.sql', 555, 'app', '2024-01-01 10:00:05', 5, false),
  (7, NULL, 'report', 'SQL', 'R__report.sql', 666, 'app', '2024-01-01 10:00:06', 5, true);
