import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import { MessageChannel } from '../../journey/delivery/channel.ts';
import type { Sql } from '../base/sql.ts';

/** The message whose links a user follows, and the user. */
export interface UserLink {
  readonly workspace: WorkspaceId;
  readonly person: PersonId;
  readonly channel: MessageChannel;
  /** Topic of the message; null if it names none. */
  readonly topic: string | null;
  /** The send key of the message. */
  readonly key: string;
}

export interface UserLinks {
  /** Returns the token of a link. It is opaque and can't be forged. */
  sign(link: UserLink): Promise<string>;
  /** Returns the link of a token; undefined if the token is malformed or wasn't signed here. */
  read(token: string): Promise<UserLink | undefined>;
}

const Claims = z.tuple([WorkspaceId, PersonId, MessageChannel, z.string().nullable(), z.string()]);
/** Longest token that is looked at, in characters. */
const MOST = 2_000;
/** Bytes of a signature: 128 bits can't be guessed, and a short link survives mail programs. */
const MAC_BYTES = 16;

/** Creates the signer and reader of links in messages. The key comes from the workspace's own secret. */
export function createUserLinks(sql: Sql): UserLinks {
  const keys = new Map<string, Promise<Buffer | undefined>>();
  const readKey = async (workspace: WorkspaceId) => {
    const [row] = await sql<{ secret: string }>`select id_secret as secret from workspaces where id = ${workspace}`;
    return row && createHash('sha256').update(`links\n${row.secret}`).digest();
  };
  const keyOf = (workspace: WorkspaceId) => {
    const known = keys.get(workspace) ?? readKey(workspace);
    keys.set(workspace, known);
    known.then((key) => key ?? keys.delete(workspace)).catch(() => keys.delete(workspace));
    return known;
  };
  const macOf = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest().subarray(0, MAC_BYTES);

  return {
    async sign({ workspace, person, channel, topic, key }) {
      const text = Buffer.from(JSON.stringify([workspace, person, channel, topic, key])).toString('base64url');
      const secret = await keyOf(workspace);
      if (!secret) throw new TypeError(`there is no workspace "${workspace}"`);
      return `${text}.${macOf(secret, text).toString('base64url')}`;
    },
    async read(token) {
      const [text = '', mac = '', ...more] = token.length > MOST ? [] : token.split('.');
      const claims = Claims.safeParse(parse(text)).data;
      if (!claims || more.length > 0) return undefined;
      const [workspace, person, channel, topic, key] = claims;
      const secret = await keyOf(workspace);
      const given = Buffer.from(mac, 'base64url');
      const isOurs = secret && given.length === MAC_BYTES && timingSafeEqual(given, macOf(secret, text));
      return isOurs ? { workspace, person, channel, topic, key } : undefined;
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
