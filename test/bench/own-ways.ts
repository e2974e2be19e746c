/**
 * The element, and the loop that it is compared with.
 *
 * Knows: what a page does to send files in each way. Does not know: how long that takes, or how often it is done.
 */

import '../../src/one-file.js';
import type { KommoUploader } from '../../src/index.js';
import type { Scene } from './scenes.js';

/** One turn of one way. */
export interface Turn {
  /** The origin that all goes to. */
  readonly origin: string;
  readonly files: readonly File[];
  readonly scene: Scene;
  /** What the broker wants to see, where one stands before the drive. */
  readonly ticket: string | undefined;
  /** Nobody waits for it any longer. */
  readonly signal: AbortSignal;
  /** The page is ready: what was until now does not count. */
  begins(): void;
  /** All has arrived: what comes now does not count. */
  ended(): void;
}

export type Way = (turn: Turn) => Promise<void>;

const sessionUrlOf = ({ origin }: Pick<Turn, 'origin'>) =>
  `${origin}/v1.0/sessions`;

export const openSession = async (
  turn: Pick<Turn, 'origin' | 'ticket'>,
  { name, size }: File,
): Promise<{ upload_url: string; max_part_size: number }> => {
  const opened = await fetch(sessionUrlOf(turn), {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(turn.ticket && { Authorization: `Bearer ${turn.ticket}` }),
    },
    body: JSON.stringify({ file_name: name, file_size: size }),
  });
  if (!opened.ok) throw new Error(`No session: ${opened.status}.`);
  return opened.json();
};

/** The loop that everybody would write first: a session, then one part after another, and nothing else. */
const sendBare = async (turn: Turn, file: File): Promise<void> => {
  const session = await openSession(turn, file);
  const part = session.max_part_size;
  let url = session.upload_url;
  for (let offset = 0; offset < file.size; offset += part) {
    const body = file.slice(offset, offset + part);
    const answer = await (await fetch(url, { method: 'POST', body })).json();
    url = answer.next_url;
  }
};

export const bare: Way = async (turn) => {
  const left = [...turn.files];
  const work = async () => {
    for (let file = left.shift(); file; file = left.shift())
      await sendBare(turn, file);
  };
  turn.begins();
  await Promise.all(Array.from({ length: turn.scene.connections }, work));
  turn.ended();
};

/** The element as a page has it: on the page, with its rows, and with nothing set but what the scene says. */
export const ours: Way = async (turn) => {
  const { files, ticket, scene } = turn;
  const element = document.createElement('kommo-uploader') as KommoUploader;
  element.multiple = true;
  element.sessionUrl = sessionUrlOf(turn);
  if (ticket) element.accessToken = async () => ticket;
  if (scene.concurrency !== undefined) element.concurrency = scene.concurrency;
  document.body.append(element);
  await element.updateComplete;
  turn.begins();
  element.addFiles(files);
  const { uploaded } = await element.done();
  turn.ended();
  element.remove();
  if (uploaded.length !== files.length)
    throw new Error(`${uploaded.length} of ${files.length} arrived.`);
};
