import { isObject } from '../../../journey/base/json';
import { api, unwrap } from './client';
import { AWAY } from './queries';

/** A message node or a message template. Other values have no MJML. */
interface Message {
  readonly content?: unknown;
  readonly variants?: unknown;
}

interface CompiledNodes {
  /** HTML by MJML source. */
  readonly html: Readonly<Record<string, string>>;
  /** The first compile error; undefined if there is none. */
  readonly fault: string | undefined;
}

/** Compiles the MJML of messages and their variants on the server, which has the compiler. Sends each source once. */
export async function compileMjmlIn(nodes: readonly object[]): Promise<CompiledNodes> {
  const sources = [...new Set(nodes.flatMap((node) => sourcesIn(node)))];
  const all = await Promise.all(sources.map(async (source) => [source, await compileOnce(source)] as const));
  return {
    html: Object.fromEntries(all.map(([source, { html }]) => [source, html])),
    fault: all.flatMap(([, { errors }]) => errors.map(({ message }) => message))[0],
  };
}

type Answer = Awaited<ReturnType<typeof compile>>;
const kept = new Map<string, Promise<Answer>>();
const MAX_KEPT = 50;

function compileOnce(source: string): Promise<Answer> {
  const answer = kept.get(source) ?? compile(source);
  kept.delete(source);
  kept.set(source, answer);
  answer.catch(() => kept.delete(source));
  for (const oldest of kept.keys()) {
    if (kept.size <= MAX_KEPT) break;
    kept.delete(oldest);
  }
  return answer;
}

const compile = (mjml: string) => unwrap(api.POST('/v1/mjml', { body: { mjml } }), AWAY);

const sourcesIn = ({ content, variants }: Message): readonly string[] =>
  [content, ...(isObject(variants) ? Object.values(variants) : [])].flatMap((each) =>
    isObject(each) && typeof each.mjml === 'string' && each.mjml.trim() !== '' ? [each.mjml] : [],
  );
