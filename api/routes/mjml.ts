import { z } from 'zod';
import { MOST } from '../../journey/base/limits.ts';
import { checkEmail, type EmailChecks } from '../email-flaws.ts';
import { Text } from '../paging.ts';
import { answer, type Route, route } from '../route.ts';
import { FlawSchema } from './publish.ts';

const CompiledMjml = z
  .object({
    html: z.string().describe('Empty if there are errors. Its Liquid is as it was written.'),
    errors: z.array(FlawSchema),
    warnings: z.array(FlawSchema),
  })
  .meta({ id: 'CompiledMjml' });

/** Routes for MJML, which only the server compiles. */
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
      summary: 'Compile MJML to the HTML of an email, before its Liquid is filled in',
      description: 'Messages with `content.mjml` are compiled like this. Nothing is stored.',
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
