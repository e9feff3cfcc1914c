/** Holds what passes a labelled point, so that a test can do something between two steps without sleeping. */
export interface Gate {
  /** For the ports' `passing`. */
  readonly passing: (point: string) => Promise<void>;
  /** From now on everything waits at that point. */
  hold(point: string): Held;
}

export interface Held {
  /** Resolves when the first has come there. */
  readonly reached: Promise<void>;
  release(): void;
}

export function createGate(): Gate {
  const closed = new Map<string, { readonly opened: Promise<void>; readonly onReached: () => void }>();
  return {
    async passing(point) {
      const held = closed.get(point);
      held?.onReached();
      await held?.opened;
    },
    hold(point) {
      const opened = readPromises();
      const reached = readPromises();
      closed.set(point, { opened: opened.promise, onReached: reached.resolve });
      return {
        reached: reached.promise,
        release() {
          closed.delete(point);
          opened.resolve();
        },
      };
    },
  };
}

/** A promise and what resolves it: `Promise.withResolvers` is not in Node 20. */
export function readPromises() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
