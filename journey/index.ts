import { Journey, type JourneyInput } from './document/document.ts';

type Node = JourneyInput['nodes'][string];

/** A node whose links lead to nodes of its own journey. */
type Linked<Any, Id extends string> = Any extends { readonly type: 'exit' }
  ? Any
  : Omit<Any, 'then' | 'links'> & { readonly then?: Id; readonly links?: Readonly<Record<string, Id>> };

/**
 * A document as authors write it. Its node ids are known from the names under which its nodes stand, and from nowhere
 * else.
 */
type Authored<Id extends string> = Omit<JourneyInput, 'start' | 'nodes'> & {
  readonly start: NoInfer<Id>;
  readonly nodes: { readonly [Own in Id]: Linked<Node, NoInfer<Id>> };
};

/**
 * The same document as in JSON, with the editor's help: `export default journey({...})`. A link to a node that it does
 * not have is a type error. What only the whole can tell, `validate` does.
 * @throws ZodError that names what is wrong
 */
export const journey = <Id extends string>(document: Authored<Id>): Journey => Journey.parse(document);

export { journeyJsonSchema } from './document/document.ts';
export type { Journey, JourneyInput };
