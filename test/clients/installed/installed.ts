import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Clients that `npm run clients` installs (tools/clients.ts): a folder of npm packages, and a Python. */
const { CLIENTS_NPM = '', CLIENTS_PYTHON = '', CLIENTS_PYPI = '' } = process.env;

/** Returns the folder of an installed package; undefined if it couldn't be installed. */
export function packageFolder(name: string): string | undefined {
  const folder = path.join(CLIENTS_NPM, 'node_modules', name);
  return CLIENTS_NPM !== '' && existsSync(folder) ? folder : undefined;
}

/** Loads an installed package. */
export const loadPackage = (name: string): unknown => createRequire(path.join(CLIENTS_NPM, 'package.json'))(name);

export const python = CLIENTS_PYTHON;

/** Returns whether the Python has a client. */
export const hasPythonClient = (name: string): boolean => CLIENTS_PYPI.split(' ').includes(name);
