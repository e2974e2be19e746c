/**
 * The error of a code, as it is thrown.
 *
 * Knows: which kind of error a code is, and its words for developers. Does not know: when it is thrown; what people
 * read is the element's.
 */

import {
  ConnectionError,
  RefusedError,
  ResponseError,
  type UploadError,
  type UploadErrorCode,
} from './errors.js';
import { tracesOf } from './next-step.js';
import type { Answer } from './wire.js';

const MESSAGES: Partial<Record<UploadErrorCode, string>> = {
  unreachable:
    'No answer could be read from the address. It may be wrong, or not allow this page (CORS).',
  'blocked-response':
    'Something answers, but the browser may not show what: a size limit, a proxy, or missing CORS headers.',
  timeout: 'There was no answer for too long.',
  'rate-limited': 'The drive asked to slow down for too long.',
  'server-error': 'The drive failed for too long.',
  unauthorized: 'The access token was not accepted.',
  forbidden:
    'The access token lacks the scope "Access to files", or the drive does not allow this.',
  'session-refused': 'The drive refused to take this file.',
  refused: 'The drive refused a part of the file.',
  'link-refused': 'The card did not take the file.',
  'part-too-large':
    'A part is larger than the drive or something before it takes.',
  'bad-response': 'The answer was not what the drive promises.',
  redirected: 'The drive answered with a redirect, which is never followed.',
  integrity: 'What is stored is not what the file holds.',
};

/** The error of a code, with what a support ticket may know of the answer. */
export const failure = (
  code: UploadErrorCode,
  answer?: Answer,
): UploadError => {
  const message = MESSAGES[code] ?? code;
  const cause = answer?.kind === 'none' ? answer.cause : undefined;
  const details = {
    ...(answer ? tracesOf(answer) : {}),
    ...(cause === undefined ? {} : { cause }),
  };
  switch (code) {
    case 'unreachable':
    case 'timeout':
    case 'blocked-response':
      return new ConnectionError(code, message, details, true);
    case 'bad-response':
    case 'redirected':
    case 'integrity':
      return new ResponseError(code, message, details);
    default:
      return new RefusedError(
        code,
        message,
        details,
        code === 'rate-limited' || code === 'server-error',
      );
  }
};
