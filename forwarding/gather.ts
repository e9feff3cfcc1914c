interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Returns a function that handles one item, but batches the items of concurrent calls: items that arrive while a batch
 * is running form the next one. `work` returns answers in the order of its items. If it fails, all calls of the batch
 * fail.
 * @param atMost Largest batch.
 */
export function gather<Item, Answer>(
  work: (items: readonly Item[]) => Promise<readonly Answer[]>,
  atMost: number,
): (item: Item) => Promise<Answer> {
  const waiting: Waiting<Item, Answer>[] = [];
  let isBusy = false;

  const doAll = async () => {
    while (waiting.length > 0) {
      const some = waiting.splice(0, atMost);
      try {
        const answers = await work(some.map(({ item }) => item));
        for (const [nr, { resolve }] of some.entries()) resolve(answers[nr] as Answer);
      } catch (cause) {
        for (const { reject } of some) reject(cause);
      }
    }
    isBusy = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isBusy) return;
      isBusy = true;
      setImmediate(doAll);
    });
}
