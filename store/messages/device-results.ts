import { type DeviceResults, isDeviceChannel } from '../../journey/delivery/device.ts';
import { applyResults } from '../people/devices.ts';
import { keyOf, type SendRef, type Within } from './message.ts';

/** Stores what an attempt did on devices, and drops devices that turned out to be gone. */
export async function storeResults(
  { sql, now }: Within,
  send: SendRef,
  results: DeviceResults | undefined,
): Promise<void> {
  if (results === undefined || !isDeviceChannel(send.channel) || Object.keys(results).length === 0) return;
  await sql`
    update messages set devices = coalesce(devices, '{}') || ${results}::jsonb
     where workspace = ${send.workspace} and key = ${keyOf(send)} and state = 'claimed'`;
  await applyResults(sql, now, send, results);
}
