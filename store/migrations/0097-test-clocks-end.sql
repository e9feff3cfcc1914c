-- A test user's clock stops at the end of the year 9999, which a day a second reaches within 34 days: no later instant
-- can be written as ISO 8601 with four digits.
create or replace function user_time(in_workspace text, in_person text, at instant) returns instant language plpgsql stable as $$
begin
  return coalesce(
    (select least(t.shows + (at - t.since) * t.speed, 253402300799999) from test_users t
      where t.workspace = in_workspace and t.person = in_person and at >= t.since),
    at);
end $$;
