-- +goose Up
create table posts (id int);

-- +goose Down
drop table posts;
