import { startWebServer } from '../web-server.ts';

/** What AWS gives out for a role. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly until: Date;
}

/** Text that a pod proves itself with, in a file. */
export const WEB_IDENTITY = 'eyJ.web.identity';
/** Text that a container proves itself with. */
export const CONTAINER_TOKEN = 'container-token';
const INSTANCE_TOKEN = 'AQAEA-instance-token';
const ROLE_ARN = /^arn:aws:iam::\d{12}:role\/[\w+=,.@-]+$/;

/**
 * The three places that give out credentials of a role, written from their documentation:
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html,
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html (version 2 only) and
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html.
 */
export async function startAwsRoles(give: () => RoleCredentials) {
  const server = await startWebServer();
  const given: string[] = [];
  let status = 200;
  server.say((_request, response) => {
    const asked = server.requests.at(-1);
    const reply = (asked && PATHS[`${asked.method} ${asked.path}`]?.(asked)) ?? { status: 404 };
    if (reply.place !== undefined) given.push(reply.place);
    if (reply.place !== undefined && status !== 200) response.writeHead(status).end('<ErrorResponse/>');
    else response.writeHead(reply.status).end(reply.write?.(give()));
  });
  return {
    url: server.url,
    /** The places that gave credentials, in order. */
    given,
    /** Answers requests for credentials with this status from now on. */
    fail(code: number) {
      status = code;
    },
    close: () => server.close(),
  };
}

type Asked = Awaited<ReturnType<typeof startWebServer>>['requests'][number];

interface Reply {
  readonly status: number;
  readonly write?: (credentials: RoleCredentials) => string;
  /** Set if it gives credentials. */
  readonly place?: string;
}

const say = (status: number, text = ''): Reply => ({ status, write: () => text });
const ofInstance = ({ headers }: Asked, reply: Reply): Reply =>
  headers['x-aws-ec2-metadata-token'] === INSTANCE_TOKEN ? reply : say(401);
const INSTANCE = '/latest/meta-data/iam/security-credentials/';

const PATHS: Readonly<Record<string, (asked: Asked) => Reply>> = {
  'GET /container': ({ headers }) =>
    headers.authorization === CONTAINER_TOKEN ? { status: 200, write: asJson, place: 'container' } : say(401, '{}'),
  'PUT /latest/api/token': ({ headers }) =>
    headers['x-aws-ec2-metadata-token-ttl-seconds'] ? say(200, INSTANCE_TOKEN) : say(400),
  [`GET ${INSTANCE}`]: (asked) => ofInstance(asked, say(200, 'mail-role')),
  [`GET ${INSTANCE}mail-role`]: (asked) => ofInstance(asked, { status: 200, write: asJson, place: 'instance' }),
  'POST /': assumeRole,
};

function assumeRole({ body }: Asked): Reply {
  const form = new URLSearchParams(body);
  if (form.get('Action') !== 'AssumeRoleWithWebIdentity' || !ROLE_ARN.test(form.get('RoleArn') ?? ''))
    return say(400, stsError('ValidationError'));
  return form.get('WebIdentityToken') === WEB_IDENTITY
    ? { status: 200, write: asXml, place: 'web identity' }
    : say(400, stsError('InvalidIdentityToken'));
}

function asJson({ accessKeyId, secretAccessKey, sessionToken, until }: RoleCredentials): string {
  return JSON.stringify({
    ...{ Code: 'Success', LastUpdated: '2026-01-01T00:00:00Z', Type: 'AWS-HMAC' },
    ...{ AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, Token: sessionToken },
    Expiration: until.toISOString(),
  });
}

function asXml({ accessKeyId, secretAccessKey, sessionToken, until }: RoleCredentials): string {
  return `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult>
    <Credentials><AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${secretAccessKey}</SecretAccessKey>
    <SessionToken>${sessionToken}</SessionToken><Expiration>${until.toISOString()}</Expiration></Credentials>
    <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/mail/s</Arn><AssumedRoleId>A:s</AssumedRoleId></AssumedRoleUser>
  </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`;
}

function stsError(code: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>not this one</Message></Error></ErrorResponse>`;
}
