select 1; -- V1.1__more
