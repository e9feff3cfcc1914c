import { inWords, offset } from '../offset.ts';
import { type Act, entersBy, type Rehearsal, type RehearsalOf } from './rehearsal.ts';

/** Writes a rehearsal as a scenario test for examples/ (see examples/README.md): the acts, and the expected result. */
export function scenarioText(of: RehearsalOf, { moments, lines, delivered }: Rehearsal): string {
  const { document, segments, begins, traits, acts, policies = {} } = of;
  const upTo = moments.at(-1);
  const last = (upTo?.passes.length ?? 0) - 1;
  const trace = lines.slice(0, upTo?.lines).filter(({ pass }) => pass === last);
  const channels = delivered.slice(0, upTo?.delivered).map(({ channel }) => channel);
  const done = [
    ...(Object.keys(policies).length > 0 ? [`policies(${inOneLine(policies)})`] : []),
    ...(Object.keys(traits).length > 0 ? [`identify(${inOneLine(traits)})`] : []),
    ...acts.flatMap((act, nth) => callOf(act, of, moments[nth]?.at ?? begins)),
  ];
  return `import { expect } from 'vitest';
import { Journey } from '../../journey/document/document.ts';
import { Segment } from '../../journey/segments/segment.ts';
import { instant } from '../../journey/time/time.ts';
import { scenario } from '../../testkit/scenario.ts';

const JOURNEY = Journey.parse(${JSON.stringify(document, null, 2)});
const SEGMENTS = ${JSON.stringify(segments, null, 2)}.map((each) => Segment.parse(each));
const BEGINS = instant(Date.parse('${new Date(begins).toISOString()}'));

scenario(
  ${inOneLine(`${document.name}, as rehearsed`)},
  JOURNEY,
  async (t) => {
${done.map((line) => `    await t.${line};\n`).join('')}    expect(t.messages().map(({ channel }) => channel)).toEqual(${inOneLine(channels)});
    expect(t.trace()).toEqual([
${trace.map((line) => `      ${inOneLine(inWords(line, begins))},\n`).join('')}    ]);
  },
  SEGMENTS,
  BEGINS,
);
`;
}

function callOf(act: Act, { document, begins }: RehearsalOf, before: number): readonly string[] {
  switch (act.type) {
    case 'enter': {
      const event = entersBy(document);
      return [event === undefined ? `enter(${inOneLine(act.properties)})` : trackLine(event, act.properties)];
    }
    case 'event':
      return [trackLine(act.event, act.properties)];
    case 'traits':
      return [`identify(${inOneLine(act.traits)})`];
    case 'until':
      return act.at > before ? [`at(${act.at - begins} /* +${offset(act.at - begins)} */)`] : [];
    case 'engage':
      return [`engage(${inOneLine(act.node)}, ${inOneLine(act.kind)})`];
    case 'provider':
      return [`provider(${inOneLine(act.channel)}, ${inOneLine(act.answering)})`];
  }
}

const trackLine = (event: string, properties: unknown): string =>
  `track(${inOneLine(event)}, ${inOneLine(properties)})`;

const inOneLine = (value: unknown): string => JSON.stringify(value);
