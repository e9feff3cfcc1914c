import type { Slots } from '../forwarding/slots.ts';

/**
 * Claims what is ready, as much as goes at once, and does it. Returns how much. @throws where nothing of it could be
 * done.
 */
export async function pass<Item>({ slots, claim, work }: Slots<Item>): Promise<number> {
  const items = await claim(slots);
  const results = await Promise.allSettled(items.map((item) => work(item)));
  if (items.length > 0 && results.every(({ status }) => status === 'rejected'))
    throw new Error('nothing could be done');
  return items.length;
}
