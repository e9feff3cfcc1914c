import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workflowBundle } from '../testkit/replay.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const ROOMS = [
  ...['journey', 'workflows', 'activities', 'channels', 'store', 'forwarding', 'due', 'api', 'worker', 'dev'],
  ...['cli', 'testkit', 'web'],
];
const SETTINGS = ['biome.json', '.dependency-cruiser.cjs', 'tsconfig.json', 'tsconfig.base.json', 'package.json'];

/**
 * The copy links to our node_modules: unresolved, so that packages have the paths that the rules see in the real tree.
 */
const TOOLS = {
  depcruise: [
    'depcruise',
    '--preserve-symlinks',
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'err',
    ...ROOMS,
  ],
  biome: ['biome', 'lint', '--colors=off', '--max-diagnostics=200', 'journey', 'workflows'],
  tsc: ['tsc', '-p', 'journey', '--pretty', 'false'],
} as const;

/** Each wall, and a file that breaks it on purpose. `says`: what the tool must say about that very file. */
const WALLS = [
  {
    wall: 'journey/ has no Node',
    file: 'journey/breach-node.ts',
    text: "import 'node:fs';",
    tool: 'depcruise',
    says: 'journey-imports-only',
  },
  {
    wall: 'journey/ knows no other room',
    file: 'journey/breach-room.ts',
    text: "import '../store/base/fault.ts';",
    tool: 'depcruise',
    says: 'journey-imports-only',
  },
  {
    wall: 'web/ knows no other room but journey/',
    file: 'web/src/breach-store.ts',
    text: "import '../../store/base/fault.ts';",
    tool: 'depcruise',
    says: 'web-imports-only',
  },
  {
    wall: 'journey/ has no ambient globals',
    file: 'journey/breach-global.ts',
    text: "console.log('hi');",
    tool: 'tsc',
    says: "Cannot find name 'console'",
  },
  {
    wall: 'journey/ has no clock',
    file: 'journey/breach-clock.ts',
    text: 'export const t = Date.now();',
    tool: 'biome',
    says: 'journey/ is pure',
  },
  {
    wall: 'journey/ has no dice',
    file: 'journey/breach-dice.ts',
    text: 'export const r = Math.random();',
    tool: 'biome',
    says: 'journey/ is pure',
  },
  {
    wall: 'workflows/ bundle no engine',
    file: 'workflows/breach-engine.ts',
    text: "import '../journey/nodes/delay.ts';",
    tool: 'depcruise',
    says: 'workflows-take-only-types',
  },
  {
    wall: 'workflows/ read no environment',
    file: 'workflows/breach-env.ts',
    text: "export const e = process.env['E'];",
    tool: 'biome',
    says: 'global variable process',
  },
  {
    wall: 'store/ knows no HTTP',
    file: 'store/breach-http.ts',
    text: "import 'express';",
    tool: 'depcruise',
    says: 'store-imports-only',
  },
  {
    wall: 'a room of journey/ knows no higher floor',
    file: 'journey/nodes/breach-floor.ts',
    text: "import '../engine/fold.ts';",
    tool: 'depcruise',
    says: 'journey-nodes-imports-lower-floors',
  },
  {
    wall: 'a room of store/ knows no higher floor',
    file: 'store/events/breach-floor.ts',
    text: "import '../entry/admit.ts';",
    tool: 'depcruise',
    says: 'store-events-imports-lower-floors',
  },
  {
    wall: 'the forwarder knows no HTTP',
    file: 'forwarding/breach-http.ts',
    text: "import 'express';",
    tool: 'depcruise',
    says: 'forwarding-imports-only',
  },
  {
    wall: 'a role in production has nothing of dev/',
    file: 'worker/breach-dev.ts',
    text: "import '../dev/embedded/ports.ts';",
    tool: 'depcruise',
    says: 'production-has-no-dev',
  },
  {
    wall: 'channels/ know no database',
    file: 'channels/breach-sql.ts',
    text: "import '../store/base/sql.ts';",
    tool: 'depcruise',
    says: 'channels-imports-only',
  },
  {
    wall: 'activities/ know no HTTP',
    file: 'activities/breach-http.ts',
    text: "import 'express';",
    tool: 'depcruise',
    says: 'activities-imports-only',
  },
  {
    wall: 'api/ builds no systems',
    file: 'api/breach-system.ts',
    text: "import '../worker/log.ts';",
    tool: 'depcruise',
    says: 'api-imports-only',
  },
  {
    wall: 'api/ takes only types of workflows',
    file: 'api/breach-workflow.ts',
    text: "import '../workflows/journey.ts';",
    tool: 'depcruise',
    says: 'api-takes-workflow-types-only',
  },
  {
    wall: 'nobody goes in circles',
    file: 'journey/breach-circle.ts',
    text: "import './breach-circle-back.ts';",
    tool: 'depcruise',
    says: 'no-cycles',
  },
] as const;

describe('the walls between the rooms hold', () => {
  let copy: string;
  let said: Record<keyof typeof TOOLS, string>;

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'rooms-'));
    const parts = [...ROOMS, 'tools', ...SETTINGS];
    await Promise.all(parts.map((part) => cp(join(ROOT, part), join(copy, part), { recursive: true })));
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    await Promise.all(WALLS.map(({ file, text }) => writeFile(join(copy, file), text)));
    await writeFile(join(copy, 'journey/breach-circle-back.ts'), "import './breach-circle.ts';");
    const [depcruise, biome, tsc] = await Promise.all([run(TOOLS.depcruise), run(TOOLS.biome), run(TOOLS.tsc)]);
    said = { depcruise, biome, tsc };
  }, 120_000);

  afterAll(() => rm(copy, { recursive: true, force: true }));

  /** Everything that the tool says, whether it is content or not. */
  const run = ([tool, ...args]: readonly string[]) =>
    new Promise<string>((resolve) => {
      const options = { cwd: copy, maxBuffer: 16 * 1024 * 1024 };
      execFile(join(ROOT, 'node_modules/.bin', tool ?? ''), args, options, (_failure, out, err) => resolve(out + err));
    });

  test.each(WALLS)('$wall', ({ file, tool, says }) => {
    const lines = said[tool].split('\n');
    const about = lines.flatMap((line, index) =>
      line.includes(file) ? lines.slice(Math.max(0, index - 1), index + 4) : [],
    );
    expect(about.join('\n')).toContain(says);
  });

  test('the workflow bundle carries neither the engine, zod nor a date library', async () => {
    const { code } = await workflowBundle();
    expect(code).not.toMatch(/ZodError|ZonedDateTime|defineNode/);
  }, 60_000);
});
