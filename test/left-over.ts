/** What tests have opened and not closed yet, because they failed midway. */
const open = new Set<() => Promise<void>>();

/** Has something closed at the end of the test file, unless the test closes it before. Returns the function to close it. */
export function closeAtEnd(close: () => Promise<void>): () => Promise<void> {
  const once = async () => {
    if (open.delete(once)) await close();
  };
  open.add(once);
  return once;
}

/** Closes what is still open. Called after each test file (test/contain.ts). Returns how much that was. */
export async function closeLeftOver(): Promise<number> {
  const all = [...open];
  await Promise.all(all.map((close) => close()));
  return all.length;
}
