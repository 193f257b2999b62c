INSERT INTO "plans" VALUES ('team', 'Team', 9);
