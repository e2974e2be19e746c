/**
 * The two ways in which a request ends without what it came for.
 *
 * Knows: how a refusal looks on the wire. Does not know: routes, or reasons; those come with each refusal.
 */

/** No answer goes out: in process the promise rejects, over HTTP the socket is destroyed. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** An answer of 400 or more, with a reason that a person can read. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Field name and what is wrong with it, for a bad request body. */
  readonly fields: Readonly<Record<string, string>> | undefined;

  constructor(
    status: number,
    detail: string,
    extra: {
      headers?: Record<string, string>;
      fields?: Record<string, string>;
    } = {},
  ) {
    super(detail);
    this.status = status;
    this.headers = extra.headers ?? {};
    this.fields = extra.fields;
  }

  toResponse(): Response {
    // The vendor documents text for these two and JSON for the rest.
    if (this.status === 401 || this.status === 403) {
      return new Response(`${this.message}\n`, {
        status: this.status,
        headers: {
          'Content-Type': 'text/plain; charset=utf-8',
          ...this.headers,
        },
      });
    }
    const body = {
      title: titles.get(this.status) ?? 'Error',
      type: `https://httpstatuses.com/${this.status}`,
      status: this.status,
      detail: this.message,
      ...(this.fields && {
        'validation-errors': [
          {
            request_id: '0',
            errors: Object.entries(this.fields).map(([path, detail]) => ({
              code: 'InvalidValue',
              path,
              detail,
            })),
          },
        ],
      }),
    };
    const type =
      this.status === 400 ? 'application/json' : 'application/problem+json';
    return new Response(JSON.stringify(body), {
      status: this.status,
      headers: { 'Content-Type': type, ...this.headers },
    });
  }
}

const titles = new Map([
  [400, 'Bad Request'],
  [404, 'Not Found'],
  [405, 'Method Not Allowed'],
  [408, 'Request Timeout'],
  [409, 'Conflict'],
  [410, 'Gone'],
  [413, 'Payload Too Large'],
  [416, 'Range Not Satisfiable'],
  [421, 'Misdirected Request'],
  [429, 'Too Many Requests'],
  [500, 'Internal Server Error'],
  [507, 'Insufficient Storage'],
]);
