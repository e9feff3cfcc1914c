import { useMutation } from '@tanstack/react-query';
import { words } from '../words';
import { look } from './look';
import { Sheet } from './sheet';
import { TroubleNotice } from './trouble-notice';

interface ConfirmSheetProps {
  readonly title: string;
  /** The consequence. */
  readonly text: string;
  /** The button that does it. */
  readonly go: string;
  readonly onGo: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** A dialog that asks before something is done, and shows why it could not be done. */
export function ConfirmSheet({ title, text, go, onGo, onClose }: ConfirmSheetProps) {
  const going = useMutation({ mutationFn: onGo });
  return (
    <Sheet title={title} onClose={onClose}>
      <p>{text}</p>
      {going.error && <TroubleNotice trouble={going.error} />}
      <div className={look.pager}>
        <button className={look.plain} type="button" onClick={onClose}>
          {words.cancel}
        </button>
        <button className={look.ink} type="button" aria-busy={going.isPending} onClick={() => going.mutate()}>
          {go}
        </button>
      </div>
    </Sheet>
  );
}
