/** Creates a wait that a ring may cut short and that ends with the process's work. */
export function createPause() {
  let isOver = false;
  let hasRung = false;
  let onRing = () => {};
  let onEnd = () => {};
  const wait = (ms: number, cut: (stop: () => void) => void) =>
    new Promise<void>((resolve) => {
      if (isOver) return resolve();
      const timer = setTimeout(resolve, ms);
      const stop = () => {
        clearTimeout(timer);
        resolve();
      };
      onEnd = stop;
      cut(stop);
    });

  return {
    isOver: () => isOver,
    /** Forgets earlier rings. */
    listen() {
      hasRung = false;
    },
    ring() {
      hasRung = true;
      onRing();
    },
    async unlessRung(ms: number) {
      if (hasRung) return;
      await wait(ms, (stop) => {
        onRing = stop;
      });
    },
    whole: (ms: number) => wait(ms, () => {}),
    end() {
      isOver = true;
      onEnd();
    },
  };
}
