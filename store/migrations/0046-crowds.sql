-- ── several places at once ───────────────────────────────────────────────────────────────────────────────────────────
-- Takes up to `wanted` places of a period, and says whether one is left after them. Never more than `in_max`, and not fewer while somebody wants one:
-- where all are in the hands of others, theirs are waited for, since they may be given back. Each statement sees what has been committed before it.
drop function take_place(text, text, text, int, boolean);
create function take_places(in_workspace text, in_journey text, in_period text, in_max int, wanted int, out taken int, out is_left boolean)
language plpgsql volatile as $$
declare
  block int;
  got int;
begin
  taken := 0;
  while taken < wanted loop
    delete from places where ctid = any(array(
      select p.ctid from places p
       where (p.workspace, p.journey, p.period) = (in_workspace, in_journey, in_period)
       limit wanted - taken for update skip locked));
    get diagnostics got = row_count;
    taken := taken + got;
    continue when got > 0;

    if coalesce((select c.made from capacities c where (c.workspace, c.journey, c.period) = (in_workspace, in_journey, in_period)), 0) < in_max then
      insert into capacities (workspace, journey, period, made_at) values (in_workspace, in_journey, in_period, clock(in_workspace)) on conflict do nothing;
      if found then -- what was left over of periods long gone
        delete from places p using capacities c
         where (p.workspace, p.journey) = (in_workspace, in_journey) and (c.workspace, c.journey, c.period) = (p.workspace, p.journey, p.period)
           and c.made_at < clock(in_workspace) - 172800000;
      end if;
      select least(100, in_max - c.made) into block from capacities c
       where (c.workspace, c.journey, c.period) = (in_workspace, in_journey, in_period) for update;
      if block > 0 then
        update capacities c set made = c.made + block where (c.workspace, c.journey, c.period) = (in_workspace, in_journey, in_period);
        insert into places (workspace, journey, period) select in_workspace, in_journey, in_period from generate_series(1, block);
      end if;
    else
      delete from places where ctid = (
        select p.ctid from places p where (p.workspace, p.journey, p.period) = (in_workspace, in_journey, in_period) limit 1 for update);
      if found then
        taken := taken + 1;
      elsif not exists (select from places p where (p.workspace, p.journey, p.period) = (in_workspace, in_journey, in_period)) then
        exit;
      end if;
    end if;
  end loop;
  is_left := exists (select from places p where (p.workspace, p.journey, p.period) = (in_workspace, in_journey, in_period))
    or coalesce((select c.made from capacities c where (c.workspace, c.journey, c.period) = (in_workspace, in_journey, in_period)), 0) < in_max;
end $$;
