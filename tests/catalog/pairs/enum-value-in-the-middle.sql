-- structural
-- sees: structural changed enum mood (labels)
-- before
create type mood as enum ('sad', 'ok');
-- left
alter type mood add value 'fine';
-- right
alter type mood add value 'fine' before 'ok';
