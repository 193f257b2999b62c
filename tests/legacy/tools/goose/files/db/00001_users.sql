-- +goose Up
create table users (id int);

-- +goose Down
drop table users;
