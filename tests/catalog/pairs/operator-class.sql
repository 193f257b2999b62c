-- not compared: operator classes
-- before
-- left
-- right
create operator class oc for type integer using hash as operator 1 =, function 1 hashint4(integer);
