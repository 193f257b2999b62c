-- Custom SQL migration file, put your code below! --
<<<<<<< HEAD
INSERT INTO "accounts" ("email") VALUES ('first@example.com');
=======
INSERT INTO "accounts" ("email") VALUES ('second@example.com');
>>>>>>> feature/accounts
