import { afterAll, expect, test, vi } from 'vitest';
import type { RenderArguments } from '../templates.ts';
import { createPool } from './pool.ts';
import { createRenderAside } from './render-aside.ts';

const pool = createPool({ processes: 2 });
const bad = createPool({ processes: 1, killMs: 4_000, module: new URL('../../test/bad-tasks.ts', import.meta.url) });
afterAll(() => Promise.all([pool.close(), bad.close()]));

const run = bad.run as unknown as (name: string) => ReturnType<typeof bad.run>; // runs the tasks of bad-tasks.ts

const NOW = Date.parse('2026-03-01T12:00:00Z');
const hello = (text: string): RenderArguments => [{ text }, { profile: { name: 'Ana' } }, NOW, { locale: 'de' }];

test('renders in another process as in this one', async () => {
  const render = createRenderAside(pool);
  expect(await render(...hello('Hi {{ profile.name }}, {{ 1234.5 | format_number: 2 }}'))).toEqual({
    ok: true,
    content: { text: 'Hi Ana, 1.234,50' },
    missing: [],
  });
  expect(await render(...hello('{{ profile.nope }}'))).toMatchObject({ ok: true, missing: ['profile.nope'] });
  expect(await render(...hello('{% abort_message("sold out") %}'))).toMatchObject({ isAborted: true });
});

test('a template that never ends fails its message, and the event loop stays free', async () => {
  const render = createRenderAside(pool);
  await render(...hello('warm'));
  let ticks = 0;
  const ticking = setInterval(() => {
    ticks += 1;
  }, 10);
  const bomb = await render(...hello('{% for i in (9007199254740991..9007199254740994) %}{% endfor %}'));
  clearInterval(ticking);
  expect(bomb).toMatchObject({ ok: false, field: 'text', isLate: true });
  expect(ticks).toBeGreaterThan(3); // in this process it would tick once, at the end
});

test('a task that never ends is killed, and the next one gets a new process', async () => {
  const first = await run('whoAmI');
  const forever = run('spin');
  const waiting = run('whoAmI'); // its time limit starts with its turn
  expect(await forever).toEqual({ ok: false, why: 'too-slow' });
  expect(await waiting).toMatchObject({ ok: true });
  expect(await waiting).not.toEqual(first);
});

test('a task that uses too much memory ends only its own process', async () => {
  expect(await run('hoard')).toEqual({ ok: false, why: 'died' });
  expect(await run('whoAmI')).toMatchObject({ ok: true });
});

test('a task sees no environment variables, so it sees no secrets', async () => {
  vi.stubEnv('SECRET_FOR_TEST', 'secret');
  expect(JSON.stringify(await run('environment'))).toMatch(/TINYPOOL(?!.*secret)/);
  vi.unstubAllEnvs();
});

test('an error that a task throws is thrown', async () => {
  await expect(run('fail')).rejects.toThrow('a task failed: broken');
});
