import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';

test('given `npm run build:server`, then plain Node runs it, with the workflows bundled and the migrations beside it', {
  timeout: 180_000,
}, () => {
  const build = spawnSync('npm', ['run', 'build:server'], { encoding: 'utf8' });
  expect(build.status, build.stdout + build.stderr).toBe(0);
  expect(existsSync('dist/workflow-bundle.js')).toBe(true);
  expect(existsSync('dist/store/migrations/0001-spine.sql')).toBe(true);

  const env = { PATH: process.env.PATH, API_PORT: '4242' };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli/sojourn.js', 'config'], {
    encoding: 'utf8',
    env,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ api: { port: 4242 } });
});
