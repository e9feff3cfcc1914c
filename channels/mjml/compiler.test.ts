import { afterAll, describe, expect, test } from 'vitest';
import { nodeWall } from '../liquid/wall.ts';
import { createLazyPool } from '../processes/pool.ts';
import { createCompileAside, createRenderAside } from '../processes/render-aside.ts';
import { createRenderer } from '../templates.ts';
import { type Compilation, createMjmlCompiler, createRenderHere } from './compiler.ts';
import { withCompiled } from './with-compiled.ts';

const pool = createLazyPool({ processes: 1 });
afterAll(() => pool.close());

const MJML =
  '<mjml><mj-body><mj-section><mj-column><mj-text>Hi {{ profile.name }}</mj-text></mj-column></mj-section></mj-body></mjml>';
const scope = { profile: { name: '<Ana>' } };

test.each([
  { where: 'in a child process', render: createRenderAside(pool) },
  { where: 'in this process', render: createRenderHere(createRenderer(nodeWall)) },
])('$where, a message is compiled, then filled in, and what users say is escaped', async ({ render }) => {
  const rendered = await render({ subject: 'Hi', mjml: MJML }, scope, 0);
  expect(rendered).toMatchObject({
    ok: true,
    content: { subject: 'Hi', html: expect.stringContaining('Hi &lt;Ana&gt;') },
  });
  expect(rendered.ok && rendered.content).not.toHaveProperty('mjml');
  expect(await render({ mjml: MJML.replace('</mj-text>', '') }, scope, 0)).toMatchObject({
    ...{ ok: false, field: 'mjml', isLate: false, reason: expect.stringContaining('never closed') },
  });
});

test('a synchronous renderer uses only MJML that has already been compiled', () => {
  const renderer = withCompiled(createRenderer(nodeWall), (source) =>
    source === MJML ? '<p>{{ profile.name }}</p>' : undefined,
  );
  expect(renderer.render({ mjml: MJML }, scope, 0)).toMatchObject({ content: { html: '<p>&lt;Ana&gt;</p>' } });
  expect(renderer.render({ mjml: 'x' }, scope, 0)).toMatchObject({ ok: false, field: 'mjml' });
  expect(renderer.render({ text: 'x' }, scope, 0)).toMatchObject({ ok: true, content: { text: 'x' } });
});

describe('a source is compiled once', () => {
  const made = (html: string): Compilation => ({ html, errors: [], warnings: [] });
  test('also while it is being compiled, and again if it took too long or failed', async () => {
    const asked: string[] = [];
    const answers: (() => Promise<Compilation>)[] = [
      async () => ({ isLate: true, reason: 'slow' }),
      async () => Promise.reject(new Error('bug')),
    ];
    const compile = createMjmlCompiler((source) => {
      asked.push(source);
      return (answers.shift() ?? (async () => made(source)))();
    });
    expect(await compile('a')).toMatchObject({ isLate: true });
    await expect(compile('a')).rejects.toThrow('bug');
    await Promise.all([compile('a'), compile('a'), compile('b')]);
    await compile('a');
    expect(asked).toEqual(['a', 'a', 'a', 'b']);
  });

  test('and forgotten once others are in use, so that memory is bounded', async () => {
    const asked: string[] = [];
    const compile = createMjmlCompiler(async (source) => {
      asked.push(source);
      return made('x'.repeat(6_000_000));
    });
    for (const source of ['a', 'b', 'a', 'c', 'a', 'b']) await compile(source);
    expect(asked).toEqual(['a', 'b', 'c', 'b']);
  });
});

test('a large source compiles within its child process’s memory and time', async () => {
  const section = MJML.slice('<mjml><mj-body>'.length, -'</mj-body></mjml>'.length);
  const source = `<mjml><mj-body>${section.repeat(200)}</mj-body></mjml>`;
  const compiled = await createCompileAside(pool)(source);
  expect(compiled.isLate ? compiled.reason : compiled.html.length).toBeGreaterThan(100_000);
});
