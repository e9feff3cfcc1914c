import type { KnownProvider } from '../../channels/providers.ts';
import type { WorkspaceId } from '../../journey/base/ids.ts';
import { CHANNELS, type Channel } from '../../journey/delivery/channel.ts';
import { ChannelsSettings, findChannelFlaws } from '../../journey/delivery/channel-settings.ts';
import type { Database } from '../../store/base/sql.ts';
import { readProviderReports, readWaiting } from '../../store/channels/reports.ts';
import { putChannelSettings, readChannelSettings } from '../../store/channels/settings.ts';
import { ChannelsView, viewChannels } from '../channel-view.ts';
import { readExpectedVersion, refuseIfMatch } from '../if-match.ts';
import { answer, type Route, refusal, route } from '../route.ts';

export interface ChannelPorts {
  readonly database: Pick<Database, 'sql' | 'transaction'>;
  /** The installation's own workspace. Only its keys can change providers, since all workspaces share them. */
  readonly workspace: WorkspaceId;
  /** Providers that the environment chooses. */
  readonly known: readonly KnownProvider[];
  /** Limits that the environment sets. */
  readonly defaults: Readonly<Partial<Record<Channel, number>>>;
}

const tag = 'Operations';

/** Routes for the providers of all channels: their state, and the settings that workers apply while they run. */
export function channelRoutes({ database, workspace: own, known, defaults }: ChannelPorts): readonly Route[] {
  const { sql } = database;
  const view = async (workspace: WorkspaceId) => {
    const [{ version, settings }, reports, waiting] = await Promise.all([
      readChannelSettings(sql),
      readProviderReports(sql),
      readWaiting(sql, workspace, CHANNELS),
    ]);
    // a provider's error text may name users of the workspace that sent the message
    const shown = workspace === own ? reports : reports.map(withoutWords);
    const workers = new Set(reports.map(({ worker }) => worker)).size;
    const channels = viewChannels({ known, defaults, settings, reports: shown, waiting });
    return answer({ version, workers, settings, channels }, { headers: { ETag: `"${version}"` } });
  };
  return [
    route(
      {
        method: 'get',
        path: '/v1/channels',
        name: 'getChannels',
        tag,
        access: 'read',
        summary: 'Get each channel’s providers: state, limits, rate, recent faults and waiting messages',
        description: 'Send its ETag as If-Match when you change the settings.',
        answer: ChannelsView,
      },
      ({ caller: { workspace } }) => view(workspace),
    ),
    route(
      {
        method: 'put',
        path: '/v1/channels',
        name: 'putChannels',
        tag,
        access: 'admin',
        summary: 'Set the order, weights, limits and switches of providers while workers run',
        description:
          'Replaces the settings of all channels. Workers apply them within seconds. A channel that isn’t named uses the settings in the environment. While all providers of a channel are disabled, its messages wait.',
        body: ChannelsSettings,
        answer: ChannelsView,
        headers: { 'If-Match': 'ETag: change only if this is the current version' },
        refusals: ['document-invalid', 'version-conflict', 'scope-missing'],
      },
      async ({ body, headers, caller: { workspace, key } }) => {
        if (workspace !== own)
          return refusal(
            'scope-missing',
            `keys of workspace "${workspace}" can't change providers, which all workspaces share`,
            `use an admin key of workspace "${own}"`,
          );
        const expected = readExpectedVersion(headers);
        if (expected === 'malformed') return refuseIfMatch(headers);
        const errors = findChannelFlaws(body, (channel) => namesOf(known, channel));
        if (errors[0])
          return refusal('document-invalid', `${errors[0].path}: ${errors[0].message}`, errors[0].fix, { errors });
        const put = await putChannelSettings(database, { workspace, actor: key, settings: body, expected });
        return put.ok ? view(workspace) : put;
      },
    ),
  ];
}

const namesOf = (known: readonly KnownProvider[], of: Channel): readonly string[] =>
  known.filter(({ channel }) => channel === of).map(({ name }) => name);

const withoutWords = <Seen extends { readonly report: object }>(seen: Seen): Seen => ({
  ...seen,
  report: { ...seen.report, reason: null, faults: [] },
});
