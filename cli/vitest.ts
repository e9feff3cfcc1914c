/**
 * Loads vitest, a development dependency that production images lack.
 * @throws with the fix if it is missing
 */
export async function loadVitest(command: string): Promise<typeof import('vitest/node')> {
  try {
    return await import('vitest/node');
  } catch (cause) {
    throw new Error(`${command} needs the development dependencies: run it in a checkout, after npm ci`, { cause });
  }
}
