-- not compared: base types
-- before
create type b;
create function b_in(cstring) returns b language internal immutable strict as 'textin';
create function b_out(b) returns cstring language internal immutable strict as 'textout';
-- left
-- right
create type b (input = b_in, output = b_out, like = text);
