interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Does work for one item at a time as far as callers see, and for all that are ready at the same moment as far as the database does: what comes while
 * some is under way is done next, together. `work` answers in the order of its items; where it fails, all of them do.
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
