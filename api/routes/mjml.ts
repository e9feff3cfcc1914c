import { z } from 'zod';
import { MOST } from '../../journey/base/limits.ts';
import { checkEmail, type EmailChecks } from '../email-flaws.ts';
import { Text } from '../paging.ts';
import { answer, type Route, route } from '../route.ts';
import { FlawSchema } from './publish.ts';

const CompiledMjml = z
  .object({
    html: z.string().describe('Compiled HTML. Its Liquid is unchanged. Empty if there are errors.'),
    errors: z.array(FlawSchema),
    warnings: z.array(FlawSchema),
  })
  .meta({ id: 'CompiledMjml' });

/** Route that compiles MJML, since only the server has the compiler. */
export const mjmlRoutes = (checks: EmailChecks): readonly Route[] => [
  route(
    {
      method: 'post',
      path: '/v1/mjml',
      name: 'compileMjml',
      tag: 'Journeys',
      access: 'read',
      kind: 'document',
      isHeavy: true,
      summary: 'Compile MJML to HTML, without rendering its Liquid',
      description: 'Uses the same compiler as messages with `content.mjml`. Stores nothing.',
      body: z.strictObject({ mjml: Text(MOST.content) }),
      answer: CompiledMjml,
    },
    async ({ body: { mjml } }) => {
      const { html, errors, warnings } = await checkEmail(
        { path: 'mjml', type: 'mjml', source: mjml, hasText: true },
        checks,
      );
      return answer({ html, errors: [...errors], warnings: [...warnings] });
    },
  ),
];
