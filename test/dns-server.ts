import { createSocket } from 'node:dgram';
import { type Answer, decode, encode, RECURSION_AVAILABLE, type StringAnswer, type TxtAnswer } from 'dns-packet';

/** Records by name: texts, the target of an alias, mail servers by priority, or IPv4 addresses. */
export type Zone = Readonly<
  Record<
    string,
    {
      readonly txt?: readonly string[];
      readonly cname?: string;
      readonly mx?: readonly string[];
      readonly a?: readonly string[];
      /** Answers with this code, or never. */
      readonly fails?: 'SERVFAIL' | 'never';
    }
  >
>;

export interface DnsServer {
  /** Such as `127.0.0.1:5353`. */
  readonly address: string;
  /** Answers from these records from now on. */
  say(zone: Zone): void;
  /** Names that were queried since then. */
  asked(): readonly string[];
  close(): Promise<void>;
}

/** Names that don't exist. */
const NXDOMAIN = 3;
const SERVFAIL = 2;

/** Starts a DNS server on a UDP socket, which follows aliases within its zone as a resolver does. */
export async function startDnsServer(): Promise<DnsServer> {
  const socket = createSocket('udp4');
  let zone: Zone = {};
  let asked: string[] = [];
  socket.on('message', (message, { port, address }) => {
    const { id, questions = [] } = decode(message);
    const [question] = questions;
    if (!question) return;
    const name = question.name.toLowerCase();
    asked.push(name);
    const records = zone[name];
    if (records?.fails === 'never') return;
    const code = records === undefined ? NXDOMAIN : records.fails === 'SERVFAIL' ? SERVFAIL : 0;
    const answers = code === 0 ? answersTo(zone, name, question.type) : [];
    const reply = encode({ type: 'response', id: id ?? 0, flags: RECURSION_AVAILABLE | code, questions, answers });
    socket.send(reply, port, address);
  });
  await new Promise<void>((bound) => {
    socket.bind(0, '127.0.0.1', bound);
  });
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked: () => asked,
    say: (next) => {
      zone = next;
      asked = [];
    },
    close: () =>
      new Promise((closed) => {
        socket.close(closed);
      }),
  };
}

function answersTo(zone: Zone, name: string, type: string, depth = 0): Answer[] {
  const { txt = [], cname, mx = [], a = [] } = zone[name] ?? {};
  const ttl = 60;
  const alias: StringAnswer[] = cname === undefined ? [] : [{ type: 'CNAME', name, ttl, data: cname }];
  if (alias.length > 0)
    return type === 'CNAME' || depth > 5 ? alias : [...alias, ...answersTo(zone, cname ?? '', type, depth + 1)];
  switch (type) {
    case 'TXT':
      return txt.map((data): TxtAnswer => ({ type: 'TXT', name, ttl, data: data.match(/.{1,255}/g) ?? [] }));
    case 'MX':
      return mx.map((exchange, index) => ({ type: 'MX', name, ttl, data: { preference: 10 * (index + 1), exchange } }));
    case 'A':
      return a.map((data): StringAnswer => ({ type: 'A', name, ttl, data }));
    default:
      return [];
  }
}
