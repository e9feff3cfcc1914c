import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { shot } from './drafts.ts';
import type { Opened, Screen } from './web.ts';

/** From a desktop to a phone. Light at 1,440 pixels is where most tests walk. */
const SCREENS = [
  { width: 1440, colorScheme: 'dark' },
  { width: 1024, colorScheme: 'light' },
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
] as const;

/**
 * Checks the page that is open at each width and color scheme: `quiet`, and no wider than the window. `name`: of its
 * pictures.
 */
export async function expectReadable({ page, quiet, overflow }: Opened, name: string): Promise<void> {
  for (const { width, colorScheme } of SCREENS) {
    await show(page, { viewport: { width, height: 900 }, colorScheme });
    await shot(page, `${name}-${width}-${colorScheme}`);
    try {
      await quiet();
      expect(await overflow(), 'pixels by which it is wider than the window').toBe(0);
    } catch (cause) {
      throw new Error(`${name} at ${width} px, ${colorScheme}: ${(cause as Error).message}`, { cause });
    }
  }
}

async function show(page: Page, { viewport, colorScheme }: Required<Screen>): Promise<void> {
  if (viewport) await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme });
  // laid out again
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}
