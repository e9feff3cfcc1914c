import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDnsResolver } from '../../channels/email/dns/resolver.ts';
import { checkEmailDns } from '../../channels/email/dns.ts';
import { smtp } from '../../channels/email/smtp.ts';
import { startApi, type TestApi } from '../../test/api.ts';
import { type DnsServer, startDnsServer } from '../../test/dns-server.ts';

let api: TestApi;
let server: DnsServer;
beforeAll(async () => {
  server = await startDnsServer();
  const providers = [{ provider: smtp, given: { SMTP_URL: 'smtp://mail.shop.example' } }];
  const resolver = createDnsResolver({ servers: [server.address], timeoutMs: 400 });
  api = await startApi({
    checkDns: (senders) => checkEmailDns({ providers, senders: ['Shop <hi@shop.example>', ...senders] }, resolver),
  });
});
afterAll(async () => {
  await api.close();
  await server.close();
});

const mail = (from: string) => ({ type: 'message', channel: 'email', content: { from, subject: 'Hi', text: '.' } });

test('lists the domains of MAIL_FROM and of running journeys, with their DNS records', async () => {
  const document = {
    ...{ id: 'news', name: 'News', entry: { type: 'api' }, start: 'one' },
    nodes: {
      one: { ...mail('News <n@News.example>'), then: 'two' },
      two: { ...mail('{{ context.entry.sender }}'), then: 'end' },
      end: { type: 'exit' },
    },
  };
  expect((await api.as().put('/v1/journeys/news').send(document)).status).toBe(201);
  server.say({ '_dmarc.news.example': { txt: ['v=DMARC1; p=reject'] } });
  const { status, body } = await api.as().get('/v1/channels/email/dns');
  expect(status).toBe(200);
  expect(body.domains.map(({ domain }: { domain: string }) => domain)).toEqual(['shop.example', 'news.example']);
  const [shop, news] = body.domains;
  expect(shop.records).toContainEqual(expect.objectContaining({ purpose: 'dmarc', state: 'missing' }));
  expect(news.records).toContainEqual({
    ...{ purpose: 'dmarc', type: 'TXT', name: '_dmarc.news.example', wanted: 'v=DMARC1; p=none' },
    ...{ found: ['v=DMARC1; p=reject'], state: 'found', detail: null },
  });
});

test('needs a key that may read', async () => {
  expect((await api.as('none').get('/v1/channels/email/dns')).status).toBe(401);
});
