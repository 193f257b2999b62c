select 1; -- V1__users
