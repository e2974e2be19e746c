/**
 * What is written down: one JSON line for each request and each trouble.
 *
 * Knows: which fields a line may have. Does not know: paths, queries, headers, names of files, addresses, messages of
 * errors: any of them could hold a secret, so none of them gets in.
 */

export interface LogLine {
  time: string;
  event: string;
  requestId?: string;
  /** The route's name, never its path. */
  route?: string;
  method?: string;
  status?: number;
  code?: string;
  ms?: number;
  account?: number;
  bytes?: number;
  /** The kind of an error, and where it was thrown. */
  error?: string;
  at?: string;
  fields?: string;
}

export interface Log {
  request(line: Omit<LogLine, 'time' | 'event'>): void;
  trouble(event: string, error?: unknown, more?: Partial<LogLine>): void;
}

export const logOf = (
  write: (line: LogLine) => void,
  now: () => number,
): Log => {
  const put = (line: Omit<LogLine, 'time'>) => {
    try {
      write({ time: new Date(now()).toISOString(), ...line });
    } catch {
      // A full disk under the log is no reason to refuse an upload.
    }
  };
  return {
    request: (line) => put({ event: 'request', ...line }),
    trouble: (event, error, more = {}) =>
      put({
        event,
        ...more,
        ...(error === undefined
          ? {}
          : { error: kindOf(error), ...placeOf(error) }),
      }),
  };
};

const kindOf = (error: unknown): string =>
  error instanceof Error ? error.name : typeof error;

/** The first line of the stack that names a place: no message, which may quote what came in. */
const placeOf = (error: unknown): { at?: string } => {
  if (!(error instanceof Error)) return {};
  const frame =
    /\n\s+at (?:[^\n(]*\()?[^\n]*?([\w.-]+:\d+):\d+\)?(?:\n|$)/.exec(
      error.stack ?? '',
    )?.[1];
  return frame === undefined ? {} : { at: frame };
};

export const toConsole = (line: LogLine): void =>
  console.log(JSON.stringify(line));
