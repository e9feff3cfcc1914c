import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { moment, number } from '../format';
import { look } from '../widgets/look';
import { Sheet } from '../widgets/sheet';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import { ChangeList } from './change-list';
import { publishDocument, versionQuery } from './publish-queries';
import { versionsQuery } from './versions-queries';

const { versions: say } = words;

/** Lists the published versions, newest first, with their changes and a way to restore each. */
export function VersionsPage({ id }: { readonly id: string }) {
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery(versionsQuery(id));
  const [again, setAgain] = useState<number>();
  const lines = data?.pages.flatMap((page) => page.versions) ?? [];
  const running = lines[0]?.version;
  return (
    <div className={look.reading}>
      {error && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}
      {running !== undefined && (
        <div className={look.card}>
          <table>
            <thead>
              <tr>
                <th scope="col">{say.version}</th>
                <th scope="col">{say.published}</th>
                <th scope="col">{say.by}</th>
                <th scope="col" className={look.figure}>
                  {say.inside}
                </th>
                <th scope="col">
                  <span className={look.hidden}>{say.go}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {lines.map(({ version, publishedAt, publishedBy, inside }) => (
                <tr key={version}>
                  <td data-wide>
                    <strong>v{version}</strong>{' '}
                    {version === running && <span className={look.help}>{say.running}</span>}
                    <Changes id={id} version={version} />
                  </td>
                  <td data-wide>
                    <time dateTime={publishedAt}>{moment(publishedAt)}</time>
                  </td>
                  <td data-wide className={look.mono}>
                    {publishedBy}
                  </td>
                  <td className={look.figure} data-label={say.inside}>
                    {number(inside)}
                  </td>
                  <td data-wide>
                    {version !== running && (
                      <button className={look.plain} type="button" onClick={() => setAgain(version)}>
                        {say.again(version)}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {hasNextPage && (
            <div className={look.pager}>
              <button className={look.plain} type="button" onClick={() => void fetchNextPage()}>
                {say.older}
              </button>
            </div>
          )}
        </div>
      )}
      {again !== undefined && running !== undefined && (
        <Again id={id} version={again} running={running} onClose={() => setAgain(undefined)} />
      )}
    </div>
  );
}

/** Loads the two documents and shows their differences, once it is opened. */
function Changes({ id, version }: { readonly id: string; readonly version: number }) {
  const [isOpen, setOpen] = useState(false);
  if (version === 1) return <div className={look.help}>{say.first}</div>;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={look.help}>{say.changes(version)}</summary>
      {isOpen && <Difference id={id} from={version - 1} to={version} />}
    </details>
  );
}

function Difference({ id, from, to }: { readonly id: string; readonly from: number; readonly to: number }) {
  const before = useQuery(versionQuery(id, from));
  const after = useQuery(versionQuery(id, to));
  return before.data && after.data ? <ChangeList before={before.data} after={after.data} /> : null;
}

interface AgainProps {
  readonly id: string;
  readonly version: number;
  readonly running: number;
  readonly onClose: () => void;
}

/** The way back: an old version's document as the next one, with what that changes said first. */
function Again({ id, version, running, onClose }: AgainProps) {
  const client = useQueryClient();
  const { data: document } = useQuery(versionQuery(id, version));
  const publishing = useMutation({
    mutationFn: async () => {
      if (document) await publishDocument(id, document, running);
    },
    onSuccess: async () => {
      await Promise.all(['journeys', 'versions', 'draft'].map((key) => client.invalidateQueries({ queryKey: [key] })));
      onClose();
    },
  });
  return (
    <Sheet title={say.againTitle(version)} onClose={onClose} isWide>
      <p>{say.againText(version)}</p>
      <Difference id={id} from={running} to={version} />
      {publishing.isError && <TroubleNotice trouble={publishing.error} />}
      <div className={look.pager}>
        <button className={look.plain} type="button" onClick={onClose}>
          {words.cancel}
        </button>
        {document && (
          <button
            className={look.ink}
            type="button"
            aria-busy={publishing.isPending}
            onClick={() => publishing.mutate()}
          >
            {say.go}
          </button>
        )}
      </div>
    </Sheet>
  );
}
