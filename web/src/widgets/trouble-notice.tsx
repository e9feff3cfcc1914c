import { Trouble } from '../client/client';
import { words } from '../words';

/** What did not work, why, and what to do about it. */
export function TroubleNotice({ trouble, onRetry }: { readonly trouble: unknown; readonly onRetry?: () => void }) {
  const { message, fix, requestId } =
    trouble instanceof Trouble
      ? trouble
      : { message: String(trouble), fix: words.trouble.awayFix, requestId: undefined };
  return (
    <div className="notice" role="alert">
      <strong>{words.trouble.title}</strong>
      <div>{message}</div>
      <div>{fix}</div>
      {requestId !== undefined && <div className="mono">{words.trouble.id(requestId)}</div>}
      {onRetry && (
        <button className="plain" type="button" onClick={onRetry}>
          {words.trouble.retry}
        </button>
      )}
    </div>
  );
}
