import { Trouble } from '../client/trouble';
import { words } from '../words';
import { look } from './look';

/** Shows what failed, why, and the fix. */
export function TroubleNotice({ trouble, onRetry }: { readonly trouble: unknown; readonly onRetry?: () => void }) {
  const { message, fix, requestId } =
    trouble instanceof Trouble
      ? trouble
      : { message: String(trouble), fix: words.trouble.awayFix, requestId: undefined };
  return (
    <div className={look.notice} role="alert">
      <strong>{words.trouble.title}</strong>
      <div>{message}</div>
      <div>{fix}</div>
      {requestId !== undefined && <div className={look.mono}>{words.trouble.id(requestId)}</div>}
      {onRetry && (
        <button className={look.plain} type="button" onClick={onRetry}>
          {words.trouble.retry}
        </button>
      )}
    </div>
  );
}
