INSERT INTO "plans" VALUES ('free', 'Free', 0);
