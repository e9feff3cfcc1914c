import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ago, moment } from '../format';
import { look } from '../widgets/look';
import { words } from '../words';
import { usesQuery, versionsQuery } from './templates-queries';

const { template: say } = words;

/** Lists the uses of a template, and whether each sends the latest version. */
export function Uses({ id, latest }: { readonly id: string; readonly latest: number }) {
  const { data: uses } = useQuery(usesQuery(id));
  return (
    <section aria-label={say.uses}>
      <h2>{say.uses}</h2>
      {uses?.length === 0 && <p className={look.help}>{say.noUses}</p>}
      <ul className={look.plainList}>
        {uses?.map(({ type, id: user, name, version }) => (
          <li key={`${type} ${user}`}>
            {type === 'template' ? (
              <Link to="/templates/$id" params={{ id: user }}>
                {name}
              </Link>
            ) : (
              <Link to="/journeys/$id" params={{ id: user }}>
                {name}
              </Link>
            )}{' '}
            <span className={look.help}>
              {say.types[type]}
              {version !== null && ` · ${version === latest ? say.current : say.behind(version)}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface VersionsProps {
  readonly id: string;
  readonly shown: number;
  readonly onLoad: (version: number) => void;
}

/** Lists the versions of a template. An earlier version can be loaded into the editor and saved as the next version. */
export function Versions({ id, shown, onLoad }: VersionsProps) {
  const { data: versions } = useQuery(versionsQuery(id));
  return (
    <section aria-label={say.versions}>
      <h2>{say.versions}</h2>
      <ul className={look.plainList}>
        {versions?.map(({ version, createdAt, createdBy }) => (
          <li key={version}>
            {say.version(version)}{' '}
            <span className={look.help} title={moment(createdAt)}>
              {createdBy} · {ago(createdAt)}
            </span>{' '}
            {version !== shown && (
              <button className={look.textButton} type="button" onClick={() => onLoad(version)}>
                {say.load}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
