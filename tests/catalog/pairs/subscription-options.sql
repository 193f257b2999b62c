-- structural
-- own database
-- not compared: connection strings of subscriptions
-- sees: structural changed subscription judged_c (options)
-- before
-- left
create subscription judged_c connection 'host=nowhere' publication p with (connect = false, slot_name = none);
-- right
create subscription judged_c connection 'host=nowhere' publication p with (connect = false, binary, slot_name = none);
