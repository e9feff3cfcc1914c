import { trimSlashes } from '../../../journey/base/trim-slashes.ts';
import { defineProvider } from '../../provider.ts';
import { anyText, matching, text, url } from '../../readers.ts';
import { createSesAdapter } from './adapter.ts';
import { createSesCallbacks } from './callbacks.ts';
import { findCredentialsBy } from './credentials.ts';
import { listSesRecords } from './dns.ts';

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html */
export const ses = defineProvider({
  channel: 'email',
  name: 'ses',
  title: 'Amazon SES',
  variables: {
    SES_REGION: matching('a region such as eu-west-1', /^[a-z]{2}(-[a-z]+)+-\d$/),
    SES_ACCESS_KEY_ID: matching('an access key such as AKIA…', /^[A-Z0-9]{16,128}$/).optional(),
    SES_SECRET_ACCESS_KEY: anyText('a secret access key').optional(),
    SES_SESSION_TOKEN: anyText('the token of temporary credentials').optional(),
    SES_CONFIGURATION_SET: matching('the name of a configuration set', /^[\w-]{1,64}$/).optional(),
    SES_TOPIC_ARN: text(
      'an ARN such as arn:aws:sns:eu-west-1:123456789012:mail, or several separated by commas',
      readTopics,
    ).optional(),
    SES_MAIL_FROM_DOMAIN: matching('a domain such as bounce.shop.example', /^[\w.-]+$/).optional(),
    SES_API_URL: url(['http', 'https'], 'https://email.eu-west-1.amazonaws.com').optional(),
  },
  secrets: ['SES_SECRET_ACCESS_KEY', 'SES_SESSION_TOKEN'],
  createAdapter: (settings, { trusted, mailFrom, perSecond, now }) =>
    createSesAdapter({
      outbound: trusted,
      apiUrl: trimSlashes(settings.SES_API_URL ?? endpointOf(settings.SES_REGION)),
      region: settings.SES_REGION,
      findCredentials: findCredentialsBy(settings, settings.SES_REGION),
      configurationSet: settings.SES_CONFIGURATION_SET,
      from: mailFrom,
      ...{ perSecond, now },
    }),
  createCallbacks: ({ SES_TOPIC_ARN: topics = [] }, { outbound, trusted, now }) =>
    createSesCallbacks({ outbound: outbound ?? trusted, now, topics }),
  listDnsRecords: ({ SES_REGION: region, SES_MAIL_FROM_DOMAIN: mailFromDomain }, domain) =>
    listSesRecords({ region, mailFromDomain }, domain),
});

const endpointOf = (region: string): string =>
  `https://email.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

function readTopics(given: string): readonly string[] | undefined {
  const topics = given.split(',').map((each) => each.trim());
  return topics.every((topic) => /^arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w.-]+$/.test(topic)) ? topics : undefined;
}
