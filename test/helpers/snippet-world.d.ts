/**
 * What the snippets of the guides take for granted: the element of the page, a server's own things. A snippet that
 * declares one of these itself has its own.
 */
import type { KommoUploader } from '../../src/element/index.js';

/** The little of a web framework that one example uses. */
interface ServerAnswer {
  sendStatus(status: number): ServerAnswer;
}

declare global {
  const uploader: KommoUploader;
  const file: File;
  const files: File[];
  const form: HTMLFormElement;
  const sessionUrl: string;
  const tag: string;
  const nonce: string;
  function askMyServer(): Promise<string>;
  function save(uuid: string): void;
  /** The id of a card, once the CRM has it. */
  const cardWasSaved: Promise<number>;

  const request: Request;
  const visitor: { readonly id: string };
  const clientId: string;
  const clientSecret: string;
  const redis: Parameters<
    typeof import('../../src/broker/index.js').redisStore
  >[0];
  const drive: string;
  const token: string;
  const sessions: { claim(user: string, record: unknown): Promise<boolean> };
  const app: {
    post(
      path: string,
      handler: (
        request: {
          readonly body: Readonly<Record<string, string | string[]>>;
          readonly user: string;
        },
        response: ServerAnswer,
      ) => Promise<ServerAnswer | undefined>,
    ): void;
  };
}
