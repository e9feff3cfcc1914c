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
 * ahead than any can is one of a clock that was set back.
 */
export async function takeTurns(sql: Sql, asked: AskedTurns & OfProvider): Promise<TakenTurns> {
  const { channel, provider, count, everyMs, burst, aheadMs, horizonMs } = asked;
  const take = () => sql<TakenTurns>`
    with locked as materialized (
      select last_at from provider_turns where channel = ${channel} and provider = ${provider} for update
    ),
    clocked as materialized (
      select last_at, extract(epoch from clock_timestamp())::float8 * 1000 as now from locked
    ),
    planned as materialized (
      select now, greatest(now + ${aheadMs}::float8,
                           least(last_at, now + ${horizonMs}::float8 + ${burst}::float8 * ${everyMs}::float8)
                             + ${everyMs}::float8) as first
        from clocked
    ),
    counted as materialized (
      select now, first,
             greatest(0, least(${count}::float8,
               floor((now + ${horizonMs}::float8 - first) / ${everyMs}::float8) + ${burst}::float8))::int as count
        from planned
    ),
    taken as (
      update provider_turns set last_at = counted.first + (counted.count - 1) * ${everyMs}::float8
        from counted
       where channel = ${channel} and provider = ${provider} and counted.count > 0
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
