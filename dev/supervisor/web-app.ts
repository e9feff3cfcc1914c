import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Say } from './output.ts';

/**
 * Sources of the web app: its own, the script for companies' pages, the domain for its builder, channels for previews,
 * and examples as templates.
 */
const SOURCES = [
  ...['index.html', 'package.json', 'vite.config.ts', 'src'].map((name) => `web/${name}`),
  'browser',
  'journey',
  'channels',
  'examples',
];

/**
 * Builds the web app if its sources changed since the last build. Images contain a build and no build tools. A failed
 * build is printed and nothing more: the API works without pages.
 */
export async function ensureWebApp(root: string, say: Say): Promise<void> {
  const web = path.join(root, 'web');
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const built = path.join(web, 'dist', 'index.html');
  if (!existsSync(vite) || !SOURCES.every((name) => existsSync(path.join(root, name)))) return;
  if (existsSync(built) && newest(SOURCES.map((name) => path.join(root, name))) <= statSync(built).mtimeMs) return;
  say('Web app     building, once …');
  const { code, output } = await run(process.execPath, [vite, 'build', web, '--logLevel', 'error']);
  if (code !== 0) say(`Web app     build failed: no pages, but the API works\n${output.trimEnd()}`);
}

const newest = (files: readonly string[]): number =>
  Math.max(
    ...files.map((file) => {
      const about = statSync(file);
      return about.isDirectory() ? newest(readdirSync(file).map((name) => path.join(file, name))) : about.mtimeMs;
    }),
  );

const run = (command: string, args: readonly string[]) =>
  new Promise<{ readonly code: number | null; readonly output: string }>((resolve) => {
    const env = { ...process.env, NODE_ENV: 'production' }; // otherwise vite makes a development build
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    let output = '';
    const take = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', ({ message }) => resolve({ code: 1, output: message }));
    child.once('close', (code) => resolve({ code, output }));
  });
