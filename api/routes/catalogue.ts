import { z } from 'zod';
import type { Sql } from '../../store/base/sql.ts';
import { listEvents } from '../../store/catalogue/names.ts';
import type { Seen } from '../../store/catalogue/seen.ts';
import { listTraits } from '../../store/catalogue/traits.ts';
import { isoOf, Time } from '../paging.ts';
import { answer, type Route, route } from '../route.ts';

export interface CataloguePorts {
  readonly sql: Sql;
}

const about = {
  types: z.array(z.string()).describe('`string`, `number`, `boolean`, `list`, `object`, `null`'),
  samples: z.array(z.string()).describe('At most five values, shortened'),
};
const Catalogue = z
  .object({
    events: z.array(
      z.object({
        name: z.string(),
        lastAt: Time.describe('When the latest event of this name was accepted'),
        properties: z.array(
          z.object({
            path: z.string().describe('For example `cart.total`, or `["utm.source"]` for a name with a dot'),
            ...about,
          }),
        ),
      }),
    ),
    traits: z.array(
      z.object({
        name: z.string().describe('For example `plan`, `address.city`, or `["address.city"]` for a name with a dot'),
        ...about,
      }),
    ),
    profiles: z.int().describe('Number of profiles read for `traits` and `malformed`'),
    malformed: z
      .array(
        z.object({
          name: z.string().describe('`consent`, `timezone`, `email`, `phone`, …, or a trait that is read as a date'),
          profiles: z.int().describe('Number of profiles in which the trait can’t be read'),
          ...about,
        }),
      )
      .describe(
        'Traits that can’t be read although they affect messages, or journeys or segments read them as dates. An unreadable consent counts as a no, an unreadable address as no address, and an unreadable date as none.',
      ),
  })
  .meta({ id: 'Catalogue' });

export const catalogueRoutes = ({ sql }: CataloguePorts): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/v1/catalogue',
      name: 'getCatalogue',
      isHeavy: true,
      tag: 'Users',
      access: 'read',
      summary: 'List known events and traits, with types and samples',
      description:
        "The first 200 event names in alphabetical order, each with up to 200 properties, and the traits of the 300 profiles that changed last. Meant for suggestions, so it isn't complete.",
      answer: Catalogue,
    },
    async ({ caller: { workspace } }) => {
      const [events, seen] = await Promise.all([listEvents(sql, workspace), listTraits(sql, workspace)]);
      return answer({
        events: events.map(({ name, lastAt, properties }) => ({
          name,
          lastAt: isoOf(lastAt),
          properties: properties.map(({ path, ...seen }) => ({ path, ...copySeen(seen) })),
        })),
        traits: seen.traits.map(({ path, ...each }) => ({ name: path, ...copySeen(each) })),
        profiles: seen.profiles,
        malformed: seen.malformed.map(({ path, profiles, ...each }) => ({ name: path, profiles, ...copySeen(each) })),
      });
    },
  ),
];

const copySeen = ({ types, samples }: Omit<Seen, 'path'>) => ({ types: [...types], samples: [...samples] });
