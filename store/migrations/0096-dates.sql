-- ── dates as clients, databases and people write them ────────────────────────────────────────────────────────────────
-- Reads what journey/time/written-date.ts reads, by the same patterns, letter for letter: a day since 1970-01-01, the
-- milliseconds since midnight, and the offset from UTC in milliseconds. All null if the text is no date.
create function read_written_date(written text, date_order text, out day bigint, out ms bigint, out shift bigint)
language plpgsql immutable parallel safe as $$
declare
  t text collate "C" := written;
  weekday constant text := '(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}(?:[.,] *| +))?';
  month constant text := '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)[.]?';
  clock constant text := '([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?(?:[ \u00a0\u202f]?([ap])[.]?m[.]?)?';
  zone constant text := '(?: *(?:(z|utc?|gmt|[ecmp][sd]t|wet|west|cet|cest|eet|eest)|(?:utc|gmt)?([+-])([01][0-9]|2[0-3])(?::?([0-5][0-9]))?)(?: *\[[A-Za-z0-9_+/-]{1,64}\]| *\([^()]*\)| +[a-z]{2,5})?)?';
  usual_time constant text := '(?:(?:t| +|, *| at +)' || clock || zone || ')?';
  basic_time constant text := 't([0-9]{2})(?:([0-9]{2})(?:([0-9]{2})(?:[.,]([0-9]{1,9}))?)?)?()' || zone;
  kinds constant text[] := array['ymd', 'ymd', 'ymd', 'ywd', 'yn', 'order', 'dmy', 'mdy'];
  dates constant text[] := array[
    '([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})',
    '([0-9]{4})([0-9]{2})([0-9]{2})',
    '([0-9]{4})-([0-9]{2})()',
    '([0-9]{4})-?w([0-9]{2})-?([1-7])',
    '([0-9]{4})-([0-9]{3})()',
    '([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})',
    weekday || '([0-9]{1,2})(?:st|nd|rd|th)?[ -](?:of )? *' || month || '[ ,-] *([0-9]{4})',
    weekday || month || ' +([0-9]{1,2})(?:st|nd|rd|th)?,? +([0-9]{4})'];
  kind text;
  f text[];
  y int; m int; d int;
  hour int; rest bigint;
  first_day bigint; monday bigint; next_monday bigint;
begin
  f := regexp_match(t, '(?i)^ *' || weekday || month
       || ' +([0-9]{1,2}) +([0-9:]{4,8}(?: +[a-z0-9:+-]{1,9})?) +([0-9]{4})' || ' *$');
  if f is not null then t := f[1] || ' ' || f[2] || ' ' || f[4] || ' ' || f[3]; end if;
  for i in 1 .. array_length(dates, 1) loop
    kind := kinds[i];
    f := coalesce(regexp_match(t, '(?i)^ *' || dates[i] || usual_time || ' *$'),
                  regexp_match(t, '(?i)^ *' || dates[i] || basic_time || ' *$'));
    exit when f is not null;
  end loop;
  if f is null then return; end if;

  -- the time, so that a time that no clock shows makes the whole no date
  hour := coalesce(f[4]::int, 0);
  if coalesce(f[5]::int, 0) > 59 or coalesce(f[6]::int, 0) > 60 then return; end if;
  rest := (coalesce(f[5]::int, 0) * 60 + coalesce(f[6]::int, 0)) * 1000
          + left(rpad(coalesce(f[7], '0'), 3, '0'), 3)::int;
  if coalesce(f[8], '') = '' then
    if hour > 24 or (hour = 24 and rest <> 0) then return; end if;
  else
    if hour not between 1 and 12 then return; end if;
    hour := hour % 12 + case when lower(f[8]) = 'p' then 12 else 0 end;
  end if;

  if kind in ('ywd', 'yn') then
    y := f[1];
    first_day := (y - 1) * 365 + floor((y - 1) / 4.0) - floor((y - 1) / 100.0) + floor((y - 1) / 400.0) - 719162;
    next_monday := y * 365 + floor(y / 4.0) - floor(y / 100.0) + floor(y / 400.0) - 719162 + 3;
    if kind = 'yn' then
      if f[2]::int < 1 or f[2]::int > next_monday - 3 - first_day then return; end if;
      day := first_day + f[2]::int - 1;
    else
      monday := first_day + 3 - (((first_day + 6) % 7) + 7) % 7;
      next_monday := next_monday - (((next_monday + 3) % 7) + 7) % 7;
      monday := monday + (f[2]::int - 1) * 7;
      if f[2]::int < 1 or monday >= next_monday then return; end if;
      day := monday + f[3]::int - 1;
    end if;
  else
    if kind = 'order' then kind := coalesce(date_order, 'none'); if kind = 'none' then return; end if; end if;
    if kind = 'ymd' then y := f[1]; m := f[2]; d := coalesce(nullif(f[3], ''), '1');
    elsif kind = 'dmy' then
      y := f[3]; d := f[1];
      m := case when f[2] ~ '^[0-9]' then f[2]::int
             else position(lower(left(f[2], 3)) in 'janfebmaraprmayjunjulaugsepoctnovdec') / 3 + 1 end;
    else
      y := f[3]; d := f[2];
      m := case when f[1] ~ '^[0-9]' then f[1]::int
             else position(lower(left(f[1], 3)) in 'janfebmaraprmayjunjulaugsepoctnovdec') / 3 + 1 end;
    end if;
    if m not between 1 and 12 or d < 1 or d > (case
         when m in (4, 6, 9, 11) then 30
         when m <> 2 then 31
         when y % 4 = 0 and (y % 100 <> 0 or y % 400 = 0) then 29
         else 28 end) then
      return;
    end if;
    day := make_date(case y when 0 then -1 else y end, m, d) - date '1970-01-01';
  end if;

  ms := hour * 3600000 + rest;
  if f[9] is not null then
    shift := (case lower(f[9])
      when 'est' then -5 when 'edt' then -4 when 'cst' then -6 when 'cdt' then -5
      when 'mst' then -7 when 'mdt' then -6 when 'pst' then -8 when 'pdt' then -7
      when 'west' then 1 when 'cet' then 1 when 'cest' then 2 when 'eet' then 2 when 'eest' then 3
      else 0 end) * 3600000;
  elsif f[11] is not null then
    shift := (f[10] || '1')::int * (f[11]::int * 60 + coalesce(f[12]::int, 0)) * 60000;
  end if;
end $$;

-- A date as journey/time/time.ts reads one (readInstant): an instant, or, without an offset, a local time as if it were
-- UTC. `as_day`: the calendar date in it, whatever time is written with it (readCalendarDay). Both null where it is none.
drop function read_moment(jsonb);
create function read_moment(value jsonb, date_order text default null, as_day boolean default false,
                            out at bigint, out is_local boolean)
language plpgsql immutable parallel safe as $$
declare
  t text collate "C";
  n float8;
  part text[];
  w record;
begin
  if jsonb_typeof(value) = 'string' then
    t := value #>> '{}';
    if char_length(t) > 100 then return; end if; -- the patterns take quadratic time on long texts
    -- the usual form first: it takes a tenth of the time
    part := regexp_match(t, '^([0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8]))(?:[Tt ]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:[.,]([0-9]{1,9}))?)?(?:([Zz])|([+-])([01][0-9]|2[0-3])(?::?([0-5][0-9]))?)?)?$');
    if part is not null and part[1] > '0001' then
      at := (part[1]::date - date '1970-01-01')::bigint * 86400000;
      is_local := true;
      if as_day then return; end if;
      at := at + (coalesce(part[2]::int, 0) * 60 + coalesce(part[3]::int, 0)) * 60000
            + coalesce(part[4]::int, 0) * 1000 + left(rpad(coalesce(part[5], '0'), 3, '0'), 3)::int;
      is_local := part[6] is null and part[7] is null;
      if part[7] is not null then
        at := at - (part[7] || '1')::int * (part[8]::int * 60 + coalesce(part[9]::int, 0)) * 60000;
      end if;
      return;
    end if;
    if t !~ '^ *-?[0-9]{9,14}(?:[.][0-9]{1,9})? *$' then
      w := read_written_date(t, date_order);
      if w.day is null then return; end if;
      at := w.day * 86400000 + case when as_day then 0 else w.ms - coalesce(w.shift, 0) end;
      is_local := as_day or w.shift is null;
      return;
    end if;
    n := t::float8;
  elsif jsonb_typeof(value) = 'number' then
    if abs(value::numeric) > 1e15 then return; end if;
    n := value::float8;
  else
    return;
  end if;
  n := trunc(case when abs(n) < 1e11 then n * 1000 else n end);
  if abs(n) > 253402300799999 then return; end if;
  at := n::bigint;
  is_local := as_day;
  if as_day then at := at - ((at % 86400000) + 86400000) % 86400000; end if;
end $$;
