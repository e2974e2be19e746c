/**
 * The kinds of failure, one class each, and the codes that name them.
 *
 * Knows: what happened. Does not know: what a person is told (the element has the words) or what to do next
 * (`next-step.ts`). Imports nothing. No message here ever holds an address of a part, a session or a token.
 */

/** Stable names of everything that can go wrong. A code says what happened, never what to show. */
export type UploadErrorCode =
  | 'bad-option'
  | 'too-many-files'
  | 'file-too-small'
  | 'file-too-large'
  | 'total-too-large'
  | 'file-type'
  | 'duplicate'
  | 'not-a-file'
  | 'prepare-failed'
  | 'unreachable'
  | 'blocked-response'
  | 'redirected'
  | 'forbidden-address'
  | 'unauthorized'
  | 'forbidden'
  | 'session-refused'
  | 'refused'
  | 'part-too-large'
  | 'rate-limited'
  | 'server-error'
  | 'timeout'
  | 'bad-response'
  | 'integrity'
  | 'file-changed'
  | 'file-unreadable'
  | 'link-refused';

/** What an error may know beside its code. */
export interface UploadErrorDetails {
  /** What was thrown underneath. */
  cause?: unknown;
  /** HTTP status of the answer that decided it. */
  status?: number | undefined;
  /** The server's request id, if it sent one that the page may read. */
  requestId?: string | undefined;
  /** The server's own words as plain text, at most 300 characters. Never markup. */
  serverText?: string | undefined;
  /** The option, type or value that it is about. */
  subject?: string | undefined;
  /** The limit that was not met, in bytes or files. */
  limit?: number | undefined;
}

/** Base of every error that an upload or the element gives. */
export class UploadError extends Error {
  override readonly name: string = 'UploadError';
  /** What happened. */
  readonly code: UploadErrorCode;
  /** Whether trying again can help without a change by anyone. */
  readonly retryable: boolean;
  /** HTTP status of the answer that decided it. */
  readonly status: number | undefined;
  /** The server's request id, if it sent one that the page may read. */
  readonly requestId: string | undefined;
  /** The server's own words as plain text, at most 300 characters. Never markup. */
  readonly serverText: string | undefined;
  /** The option, type or value that it is about. */
  readonly subject: string | undefined;
  /** The limit that was not met, in bytes or files. */
  readonly limit: number | undefined;

  constructor(
    code: UploadErrorCode,
    message: string,
    details: UploadErrorDetails = {},
    retryable = false,
  ) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.retryable = retryable;
    this.status = details.status;
    this.requestId = details.requestId;
    this.serverText = details.serverText;
    this.subject = details.subject;
    this.limit = details.limit;
  }
}

/** The page asked for something that cannot be: an option, an address, a missing one. */
export class OptionError extends UploadError {
  override readonly name = 'OptionError';
  declare readonly code: 'bad-option';
  constructor(subject: string, message: string) {
    super('bad-option', message, { subject });
  }
}

/** A file was not taken: its type, size or number, or because it is there already. */
export class RejectedFileError extends UploadError {
  override readonly name = 'RejectedFileError';
}

/** The page's own `prepare` failed. */
export class PrepareError extends UploadError {
  override readonly name = 'PrepareError';
  declare readonly code: 'prepare-failed';
  constructor(cause: unknown) {
    const words = cause instanceof Error ? cause.message : String(cause);
    super('prepare-failed', words, { cause, serverText: words });
  }
}

/** No answer could be read, for longer than the page wanted to wait. */
export class ConnectionError extends UploadError {
  override readonly name = 'ConnectionError';
  declare readonly code: 'unreachable' | 'blocked-response' | 'timeout';
}

/** The server answered, and said no. */
export class RefusedError extends UploadError {
  override readonly name = 'RefusedError';
}

/** The server answered with something that is not what it promised. */
export class ResponseError extends UploadError {
  override readonly name = 'ResponseError';
  declare readonly code: 'bad-response' | 'redirected' | 'integrity';
}

/** An address that may not get these bytes. Nothing was sent to it. */
export class AddressError extends UploadError {
  override readonly name = 'AddressError';
  declare readonly code: 'forbidden-address';
  constructor(message: string) {
    super('forbidden-address', message);
  }
}

/** The file is not what it was when it was picked. */
export class FileError extends UploadError {
  override readonly name = 'FileError';
  declare readonly code: 'file-changed' | 'file-unreadable';
}
