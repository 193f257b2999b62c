select 1; -- V1.10__broken
