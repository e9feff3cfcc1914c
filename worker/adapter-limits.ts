import type { Adapter } from '../channels/port.ts';
import { limitSms, type SmsLimitPorts } from '../channels/sms/limits.ts';
import { keepWindow } from '../channels/whatsapp/window.ts';
import type { Channel } from '../journey/delivery/channel.ts';
import type { Sql } from '../store/base/sql.ts';
import { readWindow } from '../store/callbacks/windows.ts';
import { hasProvider } from './config/settings.ts';
import type { Config } from './config.ts';

interface LimitPorts {
  readonly config: Pick<Config, 'providers' | 'sms'>;
  readonly sql: Sql;
  readonly charge: SmsLimitPorts;
}

/** Adds the limits that don't depend on the provider: the budget of SMS, and WhatsApp's window for free text. */
export function limitAdapter(channel: Channel, adapter: Adapter, { config, sql, charge }: LimitPorts): Adapter {
  if (channel === 'sms') return limitSms(adapter, config.sms, charge);
  if (channel === 'whatsapp' && hasProvider(config, channel))
    return keepWindow(adapter, (asked) => readWindow(sql, asked));
  return adapter;
}

type Adapters = Readonly<Record<Channel, Adapter>>;

export const limitAdapters = (adapters: Adapters, ports: LimitPorts): Adapters =>
  Object.fromEntries(
    Object.entries(adapters).map(([channel, adapter]) => [channel, limitAdapter(channel as Channel, adapter, ports)]),
  ) as unknown as Adapters;
