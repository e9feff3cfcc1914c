import { useQuery } from '@tanstack/react-query';
import { isObject } from '../../../journey/base/json';
import type { DraftNode } from '../../../journey/document/draft';
import { choicesQuery } from '../client/template-queries';
import { textOf } from '../document/document';
import { Field } from '../forms/field';
import { look } from '../widgets/look';
import { words } from '../words';

const { templatePick: say } = words.templates;

/** Value for content that is in the node itself. */
const OWN = '';

interface TemplatePickProps {
  readonly node: DraftNode;
  readonly onChange: (node: DraftNode) => void;
}

/** Lets the author write content in the node or choose a workspace template. */
export function TemplatePick({ node, onChange }: TemplatePickProps) {
  const { data: choices = [] } = useQuery(choicesQuery(textOf(node.channel)));
  const reference = isObject(node.template) ? node.template : undefined;
  const chosen = textOf(reference?.id);
  if (choices.length === 0 && !reference) return null;
  const isListed = choices.some(({ id }) => id === chosen);
  const choose = (id: string) => {
    const { template: _, variants: __, ...rest } = node;
    onChange(id === OWN ? { ...rest, content: {} } : { ...rest, content: {}, template: { id } });
  };
  const version = typeof reference?.version === 'number' ? say.fixed(reference.version) : say.latest;
  return (
    <>
      <Field label={say.label} path="template" help={reference ? version : ''}>
        {(control) => (
          <select
            {...control}
            className={look.input}
            value={chosen}
            onChange={(event) => choose(event.currentTarget.value)}
          >
            <option value={OWN}>{say.own}</option>
            {choices.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
            {chosen !== OWN && !isListed && <option value={chosen}>{chosen}</option>}
          </select>
        )}
      </Field>
      {reference && (
        <a className={look.textButton} href={`/templates/${chosen}`}>
          {say.open}
        </a>
      )}
    </>
  );
}
