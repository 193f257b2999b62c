-- structural
-- own database
-- not compared: connection strings of subscriptions
-- sees: structural changed subscription judged_b (publications)
-- before
-- left
create subscription judged_b connection 'host=nowhere' publication p with (connect = false, slot_name = none);
-- right
create subscription judged_b connection 'host=nowhere' publication p, q with (connect = false, slot_name = none);
