#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { messageOf } from '../journey/base/message-of.ts';
import { ConfigError, EMBEDDED_VARIABLE } from '../worker/config.ts';

interface RebuildFlags {
  readonly journey?: string;
  readonly instance?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `sojourn <command>`: all roles and tools in one program. Never prompts. Each command loads only its own modules. */
const program = new Command('sojourn').description('Durable customer journeys on Temporal').showHelpAfterError();

program
  .command('all', { isDefault: true })
  .description('run everything on this machine, with a database and a Temporal server if none are configured')
  .action(async () => {
    const { runAll } = await import('../dev/all.ts');
    await runAll(process.env);
  });

program
  .command('api')
  .description('run the HTTP API and the web app')
  .action(async () => {
    const [{ runApi }, { loadConfig }] = await Promise.all([
      import('../worker/roles/api.ts'),
      import('../worker/config.ts'),
    ]);
    await runApi(loadConfig(process.env));
  });

program
  .command('worker')
  .description('run journeys and send messages')
  .action(async () => {
    const [{ runWorker }, { loadConfig }] = await Promise.all([
      import('../worker/roles/worker.ts'),
      import('../worker/config.ts'),
    ]);
    await runWorker(loadConfig(process.env));
  });

program
  .command('migrate')
  .description('update the database schema to the newest version')
  .action(async () => {
    const { runMigrate } = await import('./migrate.ts');
    await runMigrate(process.env);
  });

program
  .command('doctor')
  .description('check what would keep Sojourn from running, and suggest fixes')
  .option('--json', 'print JSON')
  .action(async ({ json }: { json?: boolean }) => {
    const { runDoctor } = await import('./doctor.ts');
    process.exitCode = (await runDoctor(process.env, { json: json === true })) ? 0 : 1;
  });

program
  .command('rebuild')
  .description('after restoring a backup: update the database from workflow histories')
  .option('--journey <id>', 'only this journey')
  .option('--instance <id>', 'only this instance')
  .option('--dry-run', 'report what would change, and write nothing')
  .option('--json', 'print JSON')
  .action(async ({ dryRun, json, ...scope }: RebuildFlags) => {
    const { runRebuild } = await import('./rebuild.ts');
    const isComplete = await runRebuild(process.env, { ...scope, isDryRun: dryRun === true, json: json === true });
    process.exitCode = isComplete ? 0 : 1;
  });

program
  .command('config')
  .description('print the effective configuration, without secrets')
  .action(async () => {
    const [{ loadSettings }, { redact: redacted }] = await Promise.all([
      import('../worker/config.ts'),
      import('../worker/config/redact.ts'),
    ]);
    process.stdout.write(`${JSON.stringify(redacted(loadSettings(process.env)), null, 2)}\n`);
  });

program
  .command('keys')
  .description('create keys')
  .command('vapid')
  .description('print a new key pair for web push: a line for .env, and the public key')
  .action(async () => {
    const { createVapidKey } = await import('../channels/web-push/keys.ts');
    const { publicKey, privateKey } = createVapidKey();
    process.stdout.write(`VAPID_PRIVATE_KEY=${privateKey}\n# Public key (applicationServerKey): ${publicKey}\n`);
  });

program
  .command('demo')
  .description('play a journey of weeks in seconds, on the running servers')
  .option('--json', 'print JSON')
  .action(async ({ json }: { json?: boolean }) => {
    const { runDemo } = await import('./demo.ts');
    await runDemo({ json: json === true });
  });

program
  .command('accept')
  .description('play every scenario of the examples in three ways')
  .action(async () => {
    const { runAccept } = await import('./accept.ts');
    await runAccept();
  });

program
  .command('promises')
  .description('run the tests of every guarantee and count them')
  .action(async () => {
    const { runPromises } = await import('./promises.ts');
    await runPromises();
  });

/** Variables of the environment win over .env. Roles started by `all` receive their variables from it. */
if (!process.env[EMBEDDED_VARIABLE] && existsSync('.env')) process.loadEnvFile();

const [command] = process.argv.slice(2);
if (command !== undefined && !/^-|^help$/.test(command) && !program.commands.some((each) => each.name() === command))
  program.error(`error: unknown command '${command}'`); // commander would pass it to the default command

try {
  await program.parseAsync();
} catch (error) {
  // Exits explicitly: open connections and threads of the command would keep the process alive.
  process.stderr.write(`${describeError(error)}\n`, () => process.exit(1));
}

/** Returns the message of an error. Stack traces rarely help users, so only LOG_LEVEL=debug shows them. */
function describeError(error: unknown): string {
  const wantsStack = process.env.LOG_LEVEL === 'debug' && error instanceof Error && !(error instanceof ConfigError);
  return wantsStack ? (error.stack ?? error.message) : messageOf(error);
}
