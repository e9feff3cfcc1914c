import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { TEMPORAL_VARIABLES, Variables } from '../worker/config/variables.ts';
import { SEARCH_ATTRIBUTES } from '../worker/temporal.ts';

const read = (file: string) => readFileSync(file, 'utf8');
const ours = new Set<string>([...Object.keys(Variables.shape), ...TEMPORAL_VARIABLES]);
const instructions = read('Dockerfile').replaceAll('\\\n', '').split('\n');

describe('the image', () => {
  test('given each COPY, then its source exists, in the checkout or in the build’s output', () => {
    const copies = instructions.filter((line) => line.startsWith('COPY')).map((line) => line.split(/\s+/).slice(1));
    const sources = copies.flatMap((words) => words.filter((word) => !word.startsWith('--')).slice(0, -1));
    expect(sources.length).toBeGreaterThan(4);
    const made = /^\/app\/(dist|node_modules)$/;
    const missing = sources.filter((source) => !made.test(source) && !existsSync(source.replace('/app/', './')));
    expect(missing).toEqual([]);
  });

  test('runs as an unprivileged user, under an init, with a health check', () => {
    expect(instructions).toContain('USER node');
    expect(instructions.find((line) => line.startsWith('ENTRYPOINT'))).toContain('"tini"');
    expect(instructions.find((line) => line.startsWith('HEALTHCHECK'))).toContain('dist/worker/health-check.js');
  });

  test('given its settings, then Sojourn knows all of them', () => {
    const env = instructions.find((line) => line.startsWith('ENV')) ?? '';
    const names = [...env.matchAll(/([A-Z_]+)=/g)].map(([, name = '']) => name).filter((name) => name !== 'NODE_ENV');
    expect(names.filter((name) => !ours.has(name))).toEqual([]);
  });

  test('given the build context, then secrets and data stay out of it', () => {
    expect(read('.dockerignore').split('\n')).toEqual(expect.arrayContaining(['.env', '.sojourn', '.git']));
  });
});

const Service = z.looseObject({
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.unknown()).default({}),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.looseObject({}).optional(),
  restart: z.string(),
});
const text = read('docker-compose.yml');
const { services } = z.object({ services: z.record(z.string(), Service) }).parse(parse(text, { merge: true }));
const roles = Object.entries(services).filter(([name]) => ['api', 'worker', 'migrate'].includes(name));

describe('docker-compose.yml', () => {
  test('given each variable that it wants, then .env.example explains it', () => {
    const wanted = [...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name = '']) => name);
    const explained = new Set([...read('.env.example').matchAll(/^#([A-Z_]+)=/gm)].map(([, name = '']) => name));
    expect(wanted.filter((name) => !explained.has(name))).toEqual([]);
  });

  test('given the roles’ environment, then every variable is read, and every variable they read is passed', () => {
    expect(roles).toHaveLength(3);
    /** Of servers of our own, of files and ports inside the container. */
    const notThere =
      /^(SOJOURN_DATA_DIR|POSTGRES_PORT|PG_BIN|CATCHER_PORT|TEMPORAL_(?!ADDRESS|NAMESPACE|UI_URL).*|(API|WORKER)_(HOST|PORT))$/;
    const wanted = [...ours].filter((name) => !notThere.test(name)).toSorted();
    for (const [name, { environment }] of roles)
      expect(Object.keys(environment).toSorted(), name).toEqual(
        name === 'migrate' ? wanted : wanted.filter((each) => each !== 'MIGRATE_DATABASE_URL'),
      );
  });

  test('S9 API and worker connect as a role that owns nothing, and the migration as the owner', () => {
    const userOf = (url: unknown) => /^postgres:\/\/(\w+):/.exec(String(url))?.[1];
    for (const [name, { environment }] of roles) {
      expect(userOf(environment.DATABASE_URL), name).toBe('sojourn_app');
      expect(userOf(environment.MIGRATE_DATABASE_URL), name).toBe(name === 'migrate' ? 'sojourn' : undefined);
    }
    const script = read('deploy/postgres-roles.sh');
    expect(script).toContain("('sojourn', 'sojourn'),"); // database and owner
    expect(script).not.toMatch(/'\w+', 'sojourn_app'\)/);
  });

  test('given a secret, then it has no default', () => {
    for (const secret of [
      'POSTGRES_PASSWORD',
      'SOJOURN_DB_PASSWORD',
      'SOJOURN_APP_DB_PASSWORD',
      'TEMPORAL_DB_PASSWORD',
      'SMTP_URL',
      'WEBHOOK_SECRET',
    ])
      expect(text).toContain(`\${${secret}:?`);
    expect(text).not.toMatch(/PASSWORD:-/);
  });

  test('S14 given each service, then its memory and its log are bounded, its image is an exact version, and no role has one fixed port', () => {
    for (const [name, service] of Object.entries(services)) {
      expect(service, name).toMatchObject({
        mem_limit: expect.stringMatching(/^\d+[mg]$/),
        logging: { options: { 'max-size': '20m' } },
      });
      if (!roles.some(([role]) => role === name)) expect(service.image, name).toMatch(/:\d+\.\d+(\.\d+)?$/);
    }
    expect(services.api?.ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:.*3000-3009.*:3000$/)]); // --scale api=2
    expect(instructions.filter((line) => line.startsWith('FROM'))).toEqual([
      expect.stringMatching(/^FROM node:24\.\d+\.\d+-slim AS build$/),
      expect.stringMatching(/^FROM node:24\.\d+\.\d+-slim$/),
    ]);
  });

  test('given the condition that a service waits for, then it can be met', () => {
    for (const { depends_on } of Object.values(services))
      for (const [name, { condition }] of Object.entries(depends_on)) {
        const other = services[name];
        if (condition === 'service_healthy') expect(other?.healthcheck, name).toBeDefined();
        else expect(other?.restart, name).toMatch(/^(no|on-failure.*)$/);
      }
  });

  test('given each file that it mounts, then it is there, and its shell can read it', () => {
    const mounted = Object.values(services).flatMap(({ volumes }) =>
      volumes.map((volume) => volume.split(':')[0] ?? ''),
    );
    const files = mounted.filter((file) => file.startsWith('./'));
    expect(files.map((file) => path.basename(file)).toSorted()).toEqual(readdirSync('deploy').toSorted());
    for (const file of files.filter((each) => each.endsWith('.sh')))
      expect(spawnSync('sh', ['-n', file], { encoding: 'utf8' }).stderr).toBe('');
  });

  test('registers the search attributes that our workflows set', () => {
    const script = read('deploy/temporal-namespace.sh');
    const registered = [...script.matchAll(/--name (\w+) --type (Keyword|Int)/g)].map(([, name, type]) => [name, type]);
    const types = { Keyword: SEARCH_ATTRIBUTES.Workspace, Int: SEARCH_ATTRIBUTES.JourneyVersion };
    expect(Object.fromEntries(registered.map(([name, type]) => [name, types[type as keyof typeof types]]))).toEqual(
      SEARCH_ATTRIBUTES,
    );
  });
});
