import { z } from 'zod';
import { type ChosenProvider, providersOf } from '../../channels/providers.ts';
import { MessageChannel } from '../../journey/delivery/channel.ts';
import { providerVariable, SANDBOX, type Variables } from './variables.ts';

type Chosen =
  | { readonly ok: true; readonly providers: readonly ChosenProvider[] }
  /** Each with the variable and the fix. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Returns the chosen providers of all channels, with their variables, or what is missing. */
export function chooseProviders(read: Variables, given: Readonly<Record<string, string>>): Chosen {
  const chosen = MessageChannel.options.flatMap((channel) => {
    const names = read[providerVariable(channel)] ?? defaultsOf(channel, given);
    const known = providersOf(channel);
    return names.flatMap((name) => known.filter((provider) => provider.name === name));
  });
  const problems = chosen.flatMap(({ channel, name, variables }) => {
    const { success, error } = z.object(variables).safeParse(given);
    const missing = success ? [] : [...new Set(error.issues.map(({ path }) => String(path[0])))];
    return missing.map(
      (variable) =>
        `${variable} is not set, which ${providerVariable(channel)}=${name} needs: give it, or choose another`,
    );
  });
  if (problems.length > 0) return { ok: false, problems };
  const own = (variables: object) =>
    Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(variables, name)));
  return { ok: true, providers: chosen.map((provider) => ({ provider, given: own(provider.variables) })) };
}

/**
 * Without a choice, email goes to the mail server if one is given, in-app messages in production to the feed, and
 * everything else to the sandbox.
 */
function defaultsOf(channel: MessageChannel, given: Readonly<Record<string, string>>): readonly string[] {
  if (channel === 'email' && given.SMTP_URL !== undefined) return ['smtp'];
  return channel === 'inApp' && given.NODE_ENV === 'production' ? ['feed'] : [SANDBOX];
}
