import type { Channel } from '../../journey/delivery/channel.ts';
import type { AskedTurns, TakenTurns } from '../../journey/delivery/turns.ts';
import type { Sql } from '../base/sql.ts';

/** The provider whose turns a worker asks for. */
interface OfProvider {
  readonly channel: Channel;
  readonly provider: string;
}

/**
 * Takes a provider's next turns for one worker, as many as begin within the horizon. Exact under concurrency: workers
 * wait for each other on the provider's row, and the clock is read under its lock. A latest turn that lies further
 * ahead than any can is one of a clock that was set back: it is replaced by the furthest one, so that turns go on soon.
 */
export async function takeTurns(sql: Sql, asked: AskedTurns & OfProvider): Promise<TakenTurns> {
  const { channel, provider, count, everyMs, burst, aheadMs, horizonMs } = asked;
  const take = () => sql<TakenTurns>`
    with locked as materialized (
      select last_at from provider_turns where channel = ${channel} and provider = ${provider} for update
    ),
    read as materialized (
      select last_at, extract(epoch from clock_timestamp())::float8 * 1000 as now from locked
    ),
    clocked as materialized (
      select now, least(last_at, now + ${horizonMs}::float8 + (${burst}::float8 - 1) * ${everyMs}::float8) as last,
             last_at
        from read
    ),
    planned as materialized (
      select now, last, last_at, greatest(now + ${aheadMs}::float8, last + ${everyMs}::float8) as first from clocked
    ),
    counted as materialized (
      select now, first, last, last_at,
             greatest(0, least(${count}::float8,
               floor((now + ${horizonMs}::float8 - first) / ${everyMs}::float8) + ${burst}::float8))::int as count
        from planned
    ),
    taken as (
      update provider_turns t
         set last_at = case when counted.count > 0 then counted.first + (counted.count - 1) * ${everyMs}::float8
                            else counted.last end
        from counted
       where channel = ${channel} and provider = ${provider} and (counted.count > 0 or counted.last < counted.last_at)
    )
    select now, first, count from counted`;
  const [taken] = await take();
  if (taken) return taken;
  await sql`
    insert into provider_turns (channel, provider, last_at) values (${channel}, ${provider}, 0)
    on conflict do nothing`;
  const [second] = await take();
  return second ?? { now: 0, first: 0, count: 0 };
}
