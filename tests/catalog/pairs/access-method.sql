-- not compared: access methods
-- own database
-- before
-- left
-- right
create access method heap3 type table handler heap_tableam_handler;
