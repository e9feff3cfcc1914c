import { type Bell, listenForRings } from '../store/base/doorbell.ts';
import { createPause } from './pause.ts';

/** A source of work: items are claimed in groups and processed independently. */
export interface Slots<Item> {
  /** How many items are processed at once. */
  readonly slots: number;
  claim(atMost: number): Promise<readonly Item[]>;
  /** Returns whether there is more to claim. Must make the item claimable again before it rejects. */
  work(item: Item): Promise<boolean>;
}

export interface Working {
  close(): Promise<void>;
}

/** Interval of claims without a ring, and so the delay that a lost ring costs. */
const POLL_MS = 200;
/** Failures in a row after which claims pause, since a system that the work needs must be unavailable. */
const FAILURES = 10;
const STALLED_MS = 1_000;

/** Keeps the slots filled. Claims on a ring whenever a slot is free, without waiting for other items. */
export function keepSlots<Item>(
  { slots, claim, work }: Slots<Item>,
  url: string,
  rungBy: Bell,
  log: { warn(about: object, message: string): void },
): Working {
  const pause = createPause();
  const bell = listenForRings(url, rungBy, pause.ring);
  const inHand = new Set<Promise<void>>();
  let failures = 0;

  const start = (item: Item) => {
    const done = work(item)
      .then(
        (hasMore) => {
          failures = 0;
          if (hasMore) pause.ring();
        },
        () => {
          failures += 1;
        },
      )
      .finally(() => inHand.delete(done));
    inHand.add(done);
  };

  const turn = async () => {
    if (inHand.size === slots) return void (await Promise.race(inHand));
    pause.listen();
    const free = slots - inHand.size;
    const items = await claim(free);
    for (const item of items) start(item);
    if (failures >= FAILURES) {
      failures = 0;
      await pause.whole(STALLED_MS);
    } else if (items.length < free) await pause.unlessRung(POLL_MS);
  };
  const done = (async () => {
    while (!pause.isOver())
      await turn().catch(async (err: unknown) => {
        if (pause.isOver()) return;
        log.warn({ err }, 'claiming failed: trying again');
        await pause.whole(STALLED_MS);
      });
    await Promise.all(inHand);
  })();

  return {
    async close() {
      pause.end();
      await bell.close();
      await done;
    },
  };
}
