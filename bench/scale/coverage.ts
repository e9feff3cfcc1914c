import { readdirSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const STORE = fileURLToPath(new URL('../../store/', import.meta.url));

/**
 * Watches which functions of the store are called. `missed` names functions that weren't. It identifies functions by
 * their text, since a function assigned to a constant has no name of its own once compiled.
 */
export async function watchCalls(): Promise<{ missed(): Promise<readonly string[]> }> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  return {
    async missed() {
      const { result } = await session.post('Profiler.takePreciseCoverage');
      await session.post('Debugger.enable');
      const called = new Map<string, ReadonlySet<string>>();
      for (const { scriptId, url, functions } of result.filter((script) => script.url.includes('/store/'))) {
        const { scriptSource } = await session.post('Debugger.getScriptSource', { scriptId });
        const ranges = functions.flatMap(({ ranges: [range] }) => (range && range.count > 0 ? [range] : []));
        called.set(
          url.split('?')[0] ?? url,
          new Set(ranges.map(({ startOffset, endOffset }) => scriptSource.slice(startOffset, endOffset))),
        );
      }
      session.disconnect();
      return (await exportedFunctions())
        .filter(({ url, text }) => !called.get(url)?.has(text))
        .map(({ label }) => label);
    },
  };
}

async function exportedFunctions() {
  const files = readdirSync(STORE, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  );
  const modules = await Promise.all(
    files.toSorted().map(async (file) => {
      const url = pathToFileURL(path.join(STORE, file)).href;
      const exported = (await import(url)) as Record<string, unknown>;
      return Object.entries(exported)
        .filter(([, value]) => typeof value === 'function')
        .map(([name, value]) => ({ url, text: String(value), label: `${file.replace(/\.ts$/, '')}.${name}` }));
    }),
  );
  return modules.flat();
}
