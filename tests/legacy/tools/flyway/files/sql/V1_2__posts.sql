select 1; -- V1_2__posts
