class Posts < ActiveRecord::Migration[7.1]; end
