export interface Repeating {
  /** Stops after the run that is under way. */
  close(): Promise<void>;
}

interface RepeatOptions {
  /** Wait between the end of a run and the next one. */
  readonly everyMs: number;
  readonly onFailure: (cause: unknown) => void;
  /** Run at once instead of after the first wait. */
  readonly isImmediate?: boolean;
}

/** Runs work again and again, one run at a time. A failed run doesn't end it. */
export function repeat(work: () => Promise<unknown>, { everyMs, onFailure, isImmediate }: RepeatOptions): Repeating {
  let underWay = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const run = async () => {
    try {
      await work();
    } catch (cause) {
      onFailure(cause);
    }
    schedule(everyMs);
  };
  const schedule = (ms: number) => {
    if (isClosed) return;
    timer = setTimeout(() => {
      underWay = run();
    }, ms);
  };
  schedule(isImmediate ? 0 : everyMs);
  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}
