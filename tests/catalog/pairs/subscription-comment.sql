-- cosmetic
-- own database
-- not compared: connection strings of subscriptions
-- sees: cosmetic changed subscription judged_e (comment)
-- before
create subscription judged_e connection 'host=nowhere' publication p with (connect = false, slot_name = none);
-- left
-- right
comment on subscription judged_e is 'a';
