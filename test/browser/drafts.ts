import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Opened, Screen, Web } from './web.ts';

/** Drafts as the public API has them. */
export interface Drafts {
  /** A journey of which nothing is written yet. */
  blank(id: string, name: string): Promise<void>;
  /** The abandoned cart under another Journey ID. */
  example(id: string): Promise<Record<string, unknown>>;
  read(id: string): Promise<Record<string, unknown>>;
}

export function createDrafts(web: Web): Drafts {
  const save = async (id: string, document: Record<string, unknown>) => {
    expect((await web.call('PUT', `/v1/journeys/${id}/draft`, document)).status).toBe(200);
    return document;
  };
  return {
    async blank(id, name) {
      await save(id, { schema: 1, id, name, goals: [], entry: { type: 'event', event: '' }, start: '', nodes: {} });
    },
    async example(id) {
      const given = JSON.parse(await readFile('examples/abandoned-cart/journey.json', 'utf8')) as object;
      return save(id, { ...given, id, name: `Draft ${id}` });
    },
    async read(id) {
      const answer = await web.call('GET', `/v1/journeys/${id}/draft`);
      return ((await answer.json()) as { document: Record<string, unknown> }).document;
    },
  };
}

/** Opens a page as a signed-in user, on a wide screen by default. */
export async function openAt(web: Web, path: string, screen?: Screen): Promise<Opened> {
  const opened = await web.open(screen ?? { viewport: { width: 1440, height: 900 } });
  await opened.signIn(path);
  return opened;
}

/** A picture for people, where `SHOTS` names a directory. */
export async function shot(page: Page, name: string): Promise<void> {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
}
