-- structural
-- own database
-- not compared: connection strings of subscriptions
-- sees: structural right-only subscription judged_a
-- before
-- left
-- right
create subscription judged_a connection 'host=nowhere' publication p with (connect = false, slot_name = none);
