-- structural
-- sees: structural changed aggregate g(double precision,double precision) (definition)
-- before
create function st(internal, float8) returns internal language internal as 'ordered_set_transition';
create function fi(internal, float8) returns float8 language internal as 'percentile_cont_float8_final';
-- left
create aggregate g(float8 order by float8) (sfunc = st, stype = internal, finalfunc = fi);
-- right
create aggregate g(float8 order by float8) (sfunc = st, stype = internal, finalfunc = fi, finalfunc_modify = shareable);
