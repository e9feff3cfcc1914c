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

/** `sojourn <role>`: one program, whose argument says what it is. Never asks; what each command needs is loaded with it. */
const program = new Command('sojourn').description('Durable customer journeys on Temporal').showHelpAfterError();

program
  .command('all', { isDefault: true })
  .description('the whole of it on this machine, with a database and a Temporal server if none are configured')
  .action(async () => {
    const { runAll } = await import('../dev/all.ts');
    await runAll(process.env);
  });

program
  .command('api')
  .description('the HTTP API and the web app')
  .action(async () => {
    const [{ runApi }, { loadConfig }] = await Promise.all([
      import('../worker/roles/api.ts'),
      import('../worker/config.ts'),
    ]);
    await runApi(loadConfig(process.env));
  });

program
  .command('worker')
  .description('runs journeys and sends messages')
  .action(async () => {
    const [{ runWorker }, { loadConfig }] = await Promise.all([
      import('../worker/roles/worker.ts'),
      import('../worker/config.ts'),
    ]);
    await runWorker(loadConfig(process.env));
  });

program
  .command('migrate')
  .description("brings the database's schema to the newest version")
  .action(async () => {
    const { runMigrate } = await import('./migrate.ts');
    await runMigrate(process.env);
  });

program
  .command('doctor')
  .description('looks for what would keep it from running, and says what to do')
  .option('--json', 'for programs')
  .action(async ({ json }: { json?: boolean }) => {
    const { runDoctor } = await import('./doctor.ts');
    process.exitCode = (await runDoctor(process.env, { json: json === true })) ? 0 : 1;
  });

program
  .command('rebuild')
  .description('after restoring a backup: brings the database on to where the workflows are')
  .option('--journey <id>', 'only this journey')
  .option('--instance <id>', 'only this instance')
  .option('--dry-run', 'says what it would do, and writes nothing')
  .option('--json', 'for programs')
  .action(async ({ dryRun, json, ...scope }: RebuildFlags) => {
    const { runRebuild } = await import('./rebuild.ts');
    const isWhole = await runRebuild(process.env, { ...scope, isDryRun: dryRun === true, json: json === true });
    process.exitCode = isWhole ? 0 : 1;
  });

program
  .command('config')
  .description('the configuration as it is understood, without its secrets')
  .action(async () => {
    const [{ loadSettings }, { redacted }] = await Promise.all([
      import('../worker/config.ts'),
      import('../worker/config/redact.ts'),
    ]);
    process.stdout.write(`${JSON.stringify(redacted(loadSettings(process.env)), null, 2)}\n`);
  });

program
  .command('demo')
  .description('a journey of weeks in seconds, on the real servers')
  .option('--json', 'for programs')
  .action(async ({ json }: { json?: boolean }) => {
    const { runDemo } = await import('./demo.ts');
    await runDemo({ json: json === true });
  });

program
  .command('accept')
  .description('every scenario of the examples, played three ways')
  .action(async () => {
    const { runAccept } = await import('./accept.ts');
    await runAccept();
  });

program
  .command('promises')
  .description('every rule that is promised, and every world that it holds up under, each tried')
  .action(async () => {
    const { runPromises } = await import('./promises.ts');
    await runPromises();
  });

/** The environment wins over the file. Roles that `all` has started have been given theirs. */
if (!process.env[EMBEDDED_VARIABLE] && existsSync('.env')) process.loadEnvFile();

const [command] = process.argv.slice(2);
if (command !== undefined && !/^-|^help$/.test(command) && !program.commands.some((each) => each.name() === command))
  program.error(`error: unknown command '${command}'`); // else it would be taken for an argument of the default one

try {
  await program.parseAsync();
} catch (error) {
  // Connections and threads that the command had opened would keep the process alive.
  process.stderr.write(`${inWords(error)}\n`, () => process.exit(1));
}

/** Where in our code it showed helps nobody to mend it: LOG_LEVEL=debug shows it. */
function inWords(error: unknown): string {
  const wantsStack = process.env.LOG_LEVEL === 'debug' && error instanceof Error && !(error instanceof ConfigError);
  return wantsStack ? (error.stack ?? error.message) : messageOf(error);
}
