import { readFileSync } from 'node:fs';
import { messageOf } from '../../journey/base/message-of.ts';
import { SECRETS } from './variables.ts';

/**
 * Adds secrets that are given as files, such as `SMTP_URL_FILE=/run/secrets/smtp-url`, to the variables. Also returns
 * what is wrong with those files, without quoting a secret.
 */
export function readSecretFiles(given: Readonly<Record<string, string>>): {
  readonly given: Record<string, string>;
  readonly toConfigError: readonly string[];
} {
  const problems: string[] = [];
  const read = Object.fromEntries(
    [...SECRETS].flatMap((name) => {
      const file = given[`${name}_FILE`];
      if (file === undefined) return [];
      if (given[name] !== undefined) {
        problems.push(`${name} and ${name}_FILE are both set: unset one of them`);
        return [];
      }
      try {
        const value = readFileSync(file, 'utf8').trim();
        if (value !== '') return [[name, value]];
        problems.push(`${name}_FILE is ${JSON.stringify(file)}, which is empty: write the value into it`);
      } catch (error) {
        problems.push(`${name}_FILE is ${JSON.stringify(file)}, which can't be read: ${messageOf(error)}`);
      }
      return [];
    }),
  );
  return { given: { ...given, ...read }, toConfigError: problems };
}
