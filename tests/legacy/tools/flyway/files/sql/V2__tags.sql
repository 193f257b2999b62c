select 1; -- V2__tags
