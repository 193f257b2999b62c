--! Previous: sha1:daf010c72bd3c6928c7abb7f8fab4e1951bdd368
--! Hash: sha1:7a0ff0a462989d17404ac4b01361e092cfabaeae

create table posts (id int);
