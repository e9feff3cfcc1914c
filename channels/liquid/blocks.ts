import {
  type Context,
  type Emitter,
  Hash,
  type Liquid,
  Tag,
  type TagToken,
  type Template,
  type TopLevelToken,
} from 'liquidjs';
import { renderingOf } from './rendering.ts';

const DEEPEST = 8;

/**
 * Makes `{% render "footer", title: "Hello" %}` render a content block. The block reads what the message reads, and
 * its arguments by their names.
 */
export function useBlocks(liquid: Liquid, parse: (text: string) => Template[]): void {
  class RenderBlock extends Tag {
    readonly #name: string;
    readonly #arguments: Hash;

    constructor(token: TagToken, remaining: TopLevelToken[], own: Liquid) {
      super(token, remaining, own);
      const name = this.tokenizer.readQuoted()?.content;
      if (!name) throw new Error('name the content block in quotes: {% render "footer" %}');
      this.#name = name;
      this.#arguments = new Hash(this.tokenizer);
    }

    override *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
      const rendering = renderingOf(context);
      const text = Object.hasOwn(rendering.blocks, this.#name) ? rendering.blocks[this.#name] : undefined;
      if (text === undefined) throw new Error(`there is no content block "${this.#name.slice(0, 60)}"`);
      if (rendering.inside.length >= DEEPEST)
        throw new Error(`content blocks are nested deeper than ${DEEPEST}: ${rendering.inside.join(' > ')}`);
      const given = (yield this.#arguments.render(context)) as object;
      context.push(Object.assign(Object.create(null), given));
      rendering.inside.push(this.#name);
      yield this.liquid.renderer.renderTemplates(parse(text), context, emitter);
      rendering.inside.pop();
      context.pop();
    }

    *arguments() {
      for (const value of Object.values(this.#arguments.hash)) if (value) yield value;
    }
  }
  liquid.registerTag('render', RenderBlock);
}
