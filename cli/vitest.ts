/** @throws in plain words: it is a development dependency, and a production image has none. */
export async function vitest(command: string): Promise<typeof import('vitest/node')> {
  try {
    return await import('vitest/node');
  } catch (cause) {
    throw new Error(`${command} needs the development dependencies: run it in a checkout, after npm ci`, { cause });
  }
}
