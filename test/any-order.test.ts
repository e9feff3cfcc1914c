import { expect, test } from 'vitest';
import config from '../vitest.config.ts';

/** What a project of the run sets, as far as order and second chances go. */
interface Settings {
  readonly retry?: number;
  readonly sequence?: { readonly shuffle?: boolean };
}

test('C47 no test is retried, and every run shuffles files and tests', () => {
  const projects = (config.test?.projects ?? []).map((project) => (project as { readonly test: Settings }).test);
  expect(projects).toHaveLength(2);
  for (const { retry, sequence } of [config.test as Settings, ...projects])
    expect({ retry, shuffle: sequence?.shuffle }).toEqual({ retry: undefined, shuffle: true });
});
