import type { Renderer } from '../templates.ts';

/** Lets a renderer that can't wait take MJML that has been compiled before. */
export const withCompiled = (renderer: Renderer, find: (source: string) => string | undefined): Renderer => ({
  render({ mjml, ...wording }, ...rest) {
    const html = mjml === undefined ? undefined : find(mjml);
    return renderer.render(
      { ...wording, ...(html === undefined ? mjml !== undefined && { mjml } : { html }) },
      ...rest,
    );
  },
});
