import { Journey, type JourneyInput } from './document.ts';

/** The same document as in JSON, with the editor's help: `export default journey({...})`. Throws a ZodError that names what is wrong. */
export const journey = (document: JourneyInput): Journey => Journey.parse(document);

export { journeyJsonSchema } from './document.ts';
export type { Journey, JourneyInput };
