/** Tasks that child processes must survive: see channels/processes/pool.ts. */

export const whoAmI = () => process.pid;

export function spin(): never {
  for (;;);
}

export function hoard(): number {
  const kept: unknown[] = [];
  for (;;) kept.push(Array.from({ length: 100_000 }, (_, index) => ({ index })));
}

export const environment = () => JSON.stringify(process.env);

export function fail(): never {
  throw new Error('broken');
}
