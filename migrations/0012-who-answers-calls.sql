-- The process whose answer the sender waits for, by the number of the advisory lock that it holds while it lives.
alter table one_shot_calls add column held_by bigint;
create index one_shot_calls_open on one_shot_calls (account_id) where state = 'open';
