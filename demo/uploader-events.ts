/**
 * The uploader's events in words, for the log. Knows: which events there are and what each one carries. Does not know:
 * the page. No address and no token is ever in an event, so nothing here has to hide one.
 */
import type { ProgressDetail, UploaderEventMap } from '../src/index.js';
import type { Happening, Tone } from './event-log.js';
import { sizeText } from './words.js';

export type EventName = keyof UploaderEventMap;

/** All of them: one that is missing here is a mistake that the compiler finds. */
const tones: Readonly<Record<EventName, Tone>> = {
  'before-file-add': 'calm',
  'file-add': 'calm',
  'file-reject': 'bad',
  'before-file-remove': 'calm',
  'file-remove': 'calm',
  'upload-start': 'calm',
  'upload-progress': 'calm',
  'upload-pause': 'waiting',
  'upload-resume': 'calm',
  'upload-wait': 'waiting',
  'upload-retry': 'waiting',
  uploaded: 'good',
  'upload-error': 'bad',
  'upload-abort': 'calm',
  linked: 'good',
  'link-error': 'bad',
  'uploads-idle': 'calm',
};

/** All that a page can listen to. */
export const eventNames = Object.keys(tones) as EventName[];

const share = ({ detail }: { detail: ProgressDetail }): string => {
  const { loaded, total } = detail;
  const percent = total > 0 ? Math.floor((100 * loaded) / total) : 100;
  return `${percent} %, ${sizeText(loaded)} of ${sizeText(total)}`;
};

const failure = ({
  detail: { error },
}: UploaderEventMap['upload-error'] | UploaderEventMap['file-reject']) =>
  `${error.code}: ${error.message}`;

/** What is worth telling beside the name of the file. */
const details: {
  readonly [N in EventName]?: (event: UploaderEventMap[N]) => string;
} = {
  'file-reject': failure,
  'upload-error': failure,
  'upload-start': share,
  'upload-progress': share,
  'upload-pause': share,
  'upload-resume': share,
  'upload-retry': share,
  'upload-wait': ({ detail: { waitingFor, until = 0 } }) => {
    const seconds = (until - Date.now()) / 1000;
    const again = seconds > 0 ? `, again in ${seconds.toFixed(1)} s` : '';
    return `for the ${waitingFor ?? 'right time'}${again}`;
  },
  uploaded: ({ detail }) => `as ${detail.uuid}`,
  'uploads-idle': ({ detail: { uploaded, failed, aborted } }) =>
    `${uploaded.length} uploaded, ${failed.length} failed, ${aborted.length} aborted`,
};

export function happeningOf<N extends EventName>(
  name: N,
  event: UploaderEventMap[N],
): Happening {
  const { upload, file } = event;
  return {
    name,
    tone: tones[name],
    file: upload?.name ?? file?.name ?? '',
    detail: details[name]?.(event) ?? '',
    ...(name === 'upload-progress' && { sameAs: name }),
  };
}
