/**
 * What the others say to a drive, answered as cheaply as our own: a POST with anything in it, FilePond's transfers, and
 * tus 1.0.
 *
 * Knows: which lines and headers each of them waits for. Does not know: bytes (it is told how many came), or time.
 */

import type { IncomingMessage } from 'node:http';

/** What is answered; a body that is no text is sent as JSON. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object | string;
}

type Route = (request: IncomingMessage, got: number) => Answer;

const TUS = {
  'Tus-Resumable': '1.0.0',
  'Access-Control-Expose-Headers': 'Location, Upload-Offset, Tus-Resumable',
};

const numberIn = (request: IncomingMessage, name: string): number =>
  Number(request.headers[name] ?? 0);

let ids = 0;
const nextId = (): string => {
  ids += 1;
  return `${ids}`;
};

const routes: Readonly<Record<string, Route>> = {
  /** A whole file or a part of one, in a form or bare. */
  'POST /peer/post': () => ({ status: 200, body: {} }),
  /** A small file comes in a form; for a large one there is only its length, and a name for it is the answer. */
  'POST /peer/filepond': () => ({ status: 200, body: nextId() }),
  'PATCH /peer/filepond': (request, got) => ({
    status: 200,
    headers: {
      'Upload-Offset': `${numberIn(request, 'upload-offset') + got}`,
    },
    body: '',
  }),
  'POST /peer/tus': (request, got) => ({
    status: 201,
    headers: {
      ...TUS,
      Location: `http://${request.headers.host}/peer/tus/${nextId()}`,
      'Upload-Offset': `${got}`,
    },
    body: '',
  }),
  'PATCH /peer/tus': (request, got) => ({
    status: 204,
    headers: {
      ...TUS,
      'Upload-Offset': `${numberIn(request, 'upload-offset') + got}`,
    },
    body: '',
  }),
};

/** `undefined` for what is not theirs. */
export const peerRoute = (
  request: IncomingMessage,
): ((got: number) => Answer) | undefined => {
  const [, first = '', protocol = ''] = request.url?.split('/') ?? [];
  const route = routes[`${request.method} /${first}/${protocol}`];
  return route && ((got) => route(request, got));
};
