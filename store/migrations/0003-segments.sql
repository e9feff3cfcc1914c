-- ── who belongs where ────────────────────────────────────────────────────────────────────────────────────────────────
-- Named conditions over profiles and what happened (design.md §8).
create table segments (
  workspace text not null references workspaces,
  id text not null,
  name text not null,
  -- Counts its changes: what was judged by an older one never overwrites.
  version int not null,
  document json not null,
  -- What can change its answer, as `instances.interests` says it: names of events, `trait:<name>`, `segment:<id>`.
  mentions text[] not null,
  -- The store's clock when this version was put: memberships of before are judged anew by a backfill.
  changed_at instant not null,
  -- Persons up to this one have been judged by this version; null when all have.
  filled_to text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  updated_by text not null,
  primary key (workspace, id)
);

-- Who is in, and whoever is looked at again at an instant. No row: not in, and time alone changes nothing.
create table memberships (
  workspace text not null,
  segment text not null,
  person text not null,
  is_in boolean not null,
  since_at instant not null,
  version int not null,
  -- Where the row in `due` stands.
  due_at instant,
  primary key (workspace, person, segment)
);
create index memberships_of_segment on memberships (workspace, segment, is_in, person);

-- A row of the outbox whose event has been taken into account by the segments that mention it: once, in order.
alter table outbox add column is_kept boolean not null default false;

-- What a segment, and a wait's look-back, ask for. Nobody asks by name alone.
drop index events_workspace_name_position_idx;
create index events_of_person on events (workspace, person, name, position);

-- A date as journey/time/time.ts reads one (readInstant): an instant, or, without an offset, a local time as if it were UTC. Both null where it is none.
create function read_moment(value jsonb, out at bigint, out is_local boolean) language plpgsql immutable parallel safe as $$
declare
  n float8;
  part text[];
  y int; m int; d int;
begin
  if jsonb_typeof(value) = 'number' then
    n := value::float8;
    n := trunc(case when abs(n) < 1e11 then n * 1000 else n end);
    if abs(n) <= 253402300799999 then
      at := n::bigint;
      is_local := false;
    end if;
  elsif jsonb_typeof(value) = 'string' then
    part := regexp_match(value #>> '{}',
      '^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[Tt ]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:[.,]([0-9]{1,9}))?)?(?:([Zz])|([+-])([01][0-9]|2[0-3])(?::?([0-5][0-9]))?)?)?$');
    if part is null then return; end if;
    y := part[1]; m := part[2]; d := part[3];
    if m not between 1 and 12 or d < 1 or d > (case
         when m in (4, 6, 9, 11) then 30
         when m <> 2 then 31
         when y % 4 = 0 and (y % 100 <> 0 or y % 400 = 0) then 29
         else 28 end) then
      return;
    end if;
    at := (((make_date(case y when 0 then -1 else y end, m, d) - date '1970-01-01')::bigint * 24 + coalesce(part[4]::int, 0)) * 60 + coalesce(part[5]::int, 0)) * 60000
          + coalesce(part[6]::int, 0) * 1000 + left(rpad(coalesce(part[7], '0'), 3, '0'), 3)::int;
    is_local := part[8] is null and part[9] is null;
    if part[9] is not null then
      at := at - (part[9] || '1')::int * (part[10]::int * 60 + coalesce(part[11]::int, 0)) * 60000;
    end if;
  end if;
end $$;

-- An entry may want properties too: `{"segment": "vip"}`.
alter table journeys add column entry_where jsonb not null default '{}';
