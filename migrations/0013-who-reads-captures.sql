-- The process that works on it, by the number of the advisory lock that it holds while it lives.
alter table capture_attempts add column held_by bigint;
