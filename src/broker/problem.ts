/**
 * Every "no" of the broker: a status, a code, a sentence of ours.
 *
 * Knows: `application/problem+json` (RFC 9457). Does not know: why. No text from outside gets in here, so that no
 * secret and no address of another server can get out.
 */

export type ProblemCode =
  | 'bad-request'
  | 'body-incomplete'
  | 'budget-spent'
  | 'busy'
  | 'drive-waits'
  | 'expired'
  | 'file-too-large'
  | 'file-type'
  | 'forbidden'
  | 'forbidden-origin'
  | 'forbidden-upstream'
  | 'internal'
  | 'length-required'
  | 'not-connected'
  | 'not-found'
  | 'not-yours'
  | 'refused-by-content'
  | 'store-unavailable'
  | 'too-large'
  | 'too-many-files'
  | 'too-slow'
  | 'unauthorized'
  | 'unsupported-type'
  | 'upstream-failed'
  | 'upstream-refused';

export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: ProblemCode;
  /** Seconds. */
  readonly retryAfter: number | undefined;
  /** The connection cannot be used on: its body was not read to the end. */
  readonly close: boolean;

  constructor(
    status: number,
    code: ProblemCode,
    detail: string,
    {
      retryAfter,
      close = false,
    }: { retryAfter?: number | undefined; close?: boolean } = {},
  ) {
    super(detail);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
    this.close = close;
  }

  toResponse(requestId: string): Response {
    const headers = new Headers({
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
    });
    if (this.retryAfter !== undefined)
      headers.set('Retry-After', String(Math.max(1, this.retryAfter)));
    if (this.status === 401) headers.set('WWW-Authenticate', 'Bearer');
    if (this.close) headers.set('Connection', 'close');
    const body = {
      type: 'about:blank',
      title: TITLES[this.status] ?? 'Error',
      status: this.status,
      detail: this.message,
      code: this.code,
      request_id: requestId,
    };
    return new Response(JSON.stringify(body), { status: this.status, headers });
  }
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  408: 'Request Timeout',
  410: 'Gone',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export const notFound = () =>
  new Problem(404, 'not-found', 'There is nothing here.');
