import { type Bell, listenForRings } from '../store/base/doorbell.ts';
import { createPause } from './pause.ts';

/** Work that is claimed, some at once, each for itself. */
export interface Slots<Item> {
  /** In hand at once. */
  readonly slots: number;
  claim(atMost: number): Promise<readonly Item[]>;
  /** Answers whether there is more to claim at once. It has seen to a failure before it rejects: the work is claimed again. */
  work(item: Item): Promise<boolean>;
}

export interface Working {
  close(): Promise<void>;
}

/** Looked after even if nobody rings: a lost ring costs this long. */
const POLL_MS = 200;
/** After so many failures, one after another, nothing is claimed for a moment: what the work needs is away. */
const FAILURES = 10;
const STALLED_MS = 1_000;

/** Keeps slots filled: rung by its bell, claims whenever a slot is free, and waits for nothing that is in hand. */
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
        log.warn({ err }, 'nothing can be claimed: tried again');
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
