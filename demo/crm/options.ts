/**
 * What a stand-in for the CRM is told.
 *
 * Knows: types and defaults. Does not know: what an option does.
 */

/** The integration, as both sides know it. */
export interface IntegrationOptions {
  client_id: string;
  client_secret: string;
  redirect_uri: string;
  /** Where the CRM calls when an administrator disconnects; without one it does not. */
  disconnect_hook?: string;
}

export interface AccountOptions {
  id: number;
  subdomain: string;
  /** Where this account's drive is. */
  drive_url: string;
}

export interface CrmOptions {
  accounts: readonly AccountOptions[];
  integration: IntegrationOptions;
  /** `kommo.com`, as in `https://{subdomain}.kommo.com`. */
  domain?: string;
  /** Seconds that an access token lives (86,400). */
  accessTokenLife?: number;
  /** Seconds that a refresh token lives (three months). */
  refreshTokenLife?: number;
  /** Requests a second for an account on `/api/v4`; 0 for no limit (7). */
  rate?: number;
  /** What a link is answered: the documentation says 200, a client in use takes nothing but 202 (200). */
  linkStatus?: 200 | 202;
  /** Milliseconds since 1970 (the clock). */
  now?: () => number;
  /** How the CRM calls the integration (`fetch`). */
  fetch?: (input: string, init?: RequestInit) => Promise<Response>;
}
