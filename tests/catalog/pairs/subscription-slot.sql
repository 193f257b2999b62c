-- structural
-- own database
-- not compared: connection strings of subscriptions
-- sees: structural changed subscription judged_d (slot)
-- before
create subscription judged_d connection 'host=nowhere' publication p with (connect = false, slot_name = none);
-- left
-- right
alter subscription judged_d set (slot_name = 'other');
