import type { Renderer } from '../templates.ts';

/** Adds previously compiled MJML to a synchronous renderer. */
export const withCompiled = (renderer: Renderer, find: (source: string) => string | undefined): Renderer => ({
  render({ mjml, ...wording }, ...rest) {
    const html = mjml === undefined ? undefined : find(mjml);
    return renderer.render(
      { ...wording, ...(html === undefined ? mjml !== undefined && { mjml } : { html }) },
      ...rest,
    );
  },
});
