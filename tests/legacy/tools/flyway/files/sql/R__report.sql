select 1; -- R__report
