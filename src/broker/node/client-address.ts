/**
 * Who is at the other end of a connection, as far as Node and the host's proxies know.
 *
 * Knows: sockets' addresses by request, and `X-Forwarded-For` from behind as many proxies as the host trusts. Does not
 * know: budgets.
 */

const addresses = new WeakMap<Request, string>();

export const rememberAddress = (request: Request, address: string): void => {
  addresses.set(request, address);
};

/**
 * A `clientAddress` for a server of `serveBroker`. Each proxy adds the address that it saw at the end of
 * `X-Forwarded-For`: with two trusted ones the second from behind counts, and what stands before it anybody could have
 * written.
 */
export const clientAddress =
  ({ trustedProxies = 0 }: { trustedProxies?: number } = {}) =>
  (request: Request): string | undefined => {
    const socket = addresses.get(request);
    if (trustedProxies === 0) return grouped(socket);
    const forwarded = (request.headers.get('X-Forwarded-For') ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '');
    return grouped(forwarded.at(-trustedProxies) ?? socket);
  };

/** One household has a whole /64 of IPv6 addresses, and counts as one. */
const grouped = (address: string | undefined): string | undefined => {
  if (address === undefined || !/^[0-9a-fA-F:.]{2,45}$/.test(address))
    return undefined;
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const first = head.split(':').filter(Boolean);
  const last = tail.split(':').filter(Boolean);
  const zeros = Array.from(
    { length: Math.max(0, 8 - first.length - last.length) },
    () => '0',
  );
  return [...first, ...zeros, ...last].slice(0, 4).join(':');
};
