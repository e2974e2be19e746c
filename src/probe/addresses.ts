/**
 * Where the probe may send anything, a token above all.
 *
 * Knows: Kommo's domains, and this computer for tests. Does not know: what is asked there.
 */

const DOMAINS = ['kommo.com', 'amocrm.ru', 'amocrm.com'];

/** Whether a request may go to this URL; `local` adds http on this computer. */
export function isAllowed(url: string, local: boolean): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  if (local && protocol === 'http:' && isLoopback(hostname)) return true;
  return (
    protocol === 'https:' &&
    port === '' &&
    DOMAINS.some((domain) => hostname.endsWith(`.${domain}`))
  );
}

/** Whether a base address is this computer's. */
export function isLocalBase(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, pathname, search, hash } = new URL(url);
  return (
    isAllowed(url, true) &&
    protocol === 'http:' &&
    isLoopback(hostname) &&
    `${pathname}${search}${hash}` === '/'
  );
}

const isLoopback = (hostname: string) =>
  /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
