/**
 * Who may do what: the shape of a permission, and its check.
 *
 * Knows: the fields of a grant, and what a file must be to fall under one. Does not know: who gives it and how it
 * travels. A grant comes from the host application or from a token, so every field is checked, and a wrong one is a no.
 */

/** Types of cards, as in the CRM's addresses. */
export type EntityType = 'leads' | 'contacts' | 'companies' | 'customers';

export const ENTITY_TYPES: readonly EntityType[] = [
  'leads',
  'contacts',
  'companies',
  'customers',
];

/** A card. */
export interface Entity {
  type: EntityType;
  id: number;
}

/** What somebody may do. */
export interface Grant {
  /** The account's id, one of those that the broker serves. */
  account: number;
  /** Bytes that one file may have. */
  maxFileSize: number;
  /** How many sessions may be opened with it. */
  maxFiles: number;
  /** What may be uploaded, as `accept` says it: `image/*`, `application/pdf`, `.pdf`; two stars take everything. */
  types: readonly string[];
  /** Until when, in milliseconds since 1970. */
  expires: number;
  /**
   * Whose the files are that are opened with it: the same text, the same person. Without one, `authorize` grants
   * ownership of nothing that was opened here, and only `fileUuid` and `entity` count; a ticket then gets a random one,
   * and its files are that one ticket's. A page that asks for a ticket before each session needs the same `id` in all
   * of them to link a file, or to repair one as a new version.
   */
  id?: string;
  /** The card that files may be linked to. */
  entity?: Entity;
  /** The file that may get a new version. */
  fileUuid?: string;
  /** Who stands as the author in Kommo. */
  createdBy?: { id: number; type: string };
}

/** A grant that was found good, and what follows from where it came. */
export interface Admission {
  readonly grant: Grant;
  /** `user`: somebody whom the CRM vouches for. `page`: everybody else. */
  readonly kind: 'user' | 'page';
}

/** What the ready ones need of the broker. */
export interface Doorman {
  /** The grant of a widget's user; uses up the token. */
  widgetToken(request: Request): Promise<Grant | null>;
  /** The grant of a page's ticket. */
  pageTicket(request: Request): Promise<Grant | null>;
}

/**
 * Decides who may open sessions, relay and link. Gets the request without its body, and without cookies unless
 * `credentials` is on. `null` is a no; so are an exception and 10 seconds without an answer.
 */
export type Authorize = (
  request: Request,
  doorman: Doorman,
) => Grant | null | Promise<Grant | null>;

const users = new WeakSet<Grant>();

/** Marks a grant as a verified CRM user's. A copy of it is not marked: what was changed is a page's. */
export const markAsUser = (grant: Grant): Grant => {
  users.add(grant);
  return grant;
};

export const kindOf = (grant: Grant): Admission['kind'] =>
  users.has(grant) ? 'user' : 'page';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) > 0;

export const isUuid = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);

const isType = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^(?:\.[\w.+-]{1,40}|[\w.+-]{1,80}\/(?:\*|[\w.+-]{1,120})|\*\/\*)$/.test(
    value,
  );

export const isEntity = (value: unknown): value is Entity =>
  isObject(value) &&
  (ENTITY_TYPES as readonly unknown[]).includes(value.type) &&
  isCount(value.id);

const isAuthor = (value: unknown): value is { id: number; type: string } =>
  isObject(value) &&
  Number.isSafeInteger(value.id) &&
  typeof value.type === 'string' &&
  /^[\w-]{1,64}$/.test(value.type);

/** What is wrong with a grant, field by field; empty where it is one. */
export const faultsOf = (value: unknown): string[] => {
  if (!isObject(value)) return ['a grant is an object'];
  const faults: string[] = [];
  const check = (name: keyof Grant, isGood: boolean) => {
    if (!isGood) faults.push(name);
  };
  check('account', isCount(value.account));
  check('maxFileSize', isCount(value.maxFileSize));
  check('maxFiles', isCount(value.maxFiles));
  check(
    'types',
    Array.isArray(value.types) &&
      value.types.length > 0 &&
      value.types.length <= 100 &&
      value.types.every(isType),
  );
  check('expires', isCount(value.expires));
  check(
    'id',
    value.id === undefined ||
      (typeof value.id === 'string' && /^[\x21-\x7e]{1,200}$/.test(value.id)),
  );
  check('entity', value.entity === undefined || isEntity(value.entity));
  check('fileUuid', value.fileUuid === undefined || isUuid(value.fileUuid));
  check(
    'createdBy',
    value.createdBy === undefined || isAuthor(value.createdBy),
  );
  return faults;
};

/** The fields of a grant and no others. */
export const copyOf = (grant: Grant): Grant => ({
  account: grant.account,
  maxFileSize: grant.maxFileSize,
  maxFiles: grant.maxFiles,
  types: [...grant.types],
  expires: grant.expires,
  ...(grant.id === undefined ? {} : { id: grant.id }),
  ...(grant.entity === undefined
    ? {}
    : { entity: { type: grant.entity.type, id: grant.entity.id } }),
  ...(grant.fileUuid === undefined ? {} : { fileUuid: grant.fileUuid }),
  ...(grant.createdBy === undefined
    ? {}
    : { createdBy: { id: grant.createdBy.id, type: grant.createdBy.type } }),
});

/** Whether a file of this name and type falls under the list. What its bytes are, only `inspect` can tell. */
export const isTypeAllowed = (
  types: readonly string[],
  name: string,
  type: string,
): boolean => {
  const fileName = name.toLowerCase();
  const [mime = ''] = type.toLowerCase().split(';');
  return types.some((each) => {
    const wanted = each.toLowerCase();
    if (wanted === '*/*') return true;
    if (wanted.startsWith('.')) return fileName.endsWith(wanted);
    return wanted.endsWith('/*')
      ? mime.startsWith(wanted.slice(0, -1))
      : mime.trim() === wanted;
  });
};
