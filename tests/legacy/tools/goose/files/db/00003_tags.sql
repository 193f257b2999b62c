-- +goose Up
create table tags (id int);

-- +goose Down
drop table tags;
