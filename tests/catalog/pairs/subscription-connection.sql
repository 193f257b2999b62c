-- not compared: connection strings of subscriptions
-- own database
-- before
create subscription judged_f connection 'host=nowhere' publication p with (connect = false, slot_name = none);
-- left
-- right
alter subscription judged_f connection 'host=elsewhere';
