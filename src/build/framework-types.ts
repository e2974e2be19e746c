/**
 * The tag in the templates of React, Preact, Solid, Vue and Svelte: declarations that add it to the types of each.
 *
 * Knows: how each of them writes a property, an attribute and a listener. Does not know: one option or event; all are
 * in the manifest, and their types in the element's own.
 */
import type { CustomElement, Member, Typed } from './manifest.js';

/** The names of files in `dist/types/`, to their text. */
export const frameworkTypes = (
  element: CustomElement,
): Record<string, string> => {
  const { tagName } = element;
  const listeners = (prefix: string, name = asItIs) =>
    block(
      `interface Listeners`,
      element.events.map((event) => ({
        ...event,
        name: `${prefix}${name(event.name)}`,
        type: { text: `((event: ${eventType(event)}) => void)` },
      })),
    );
  const file = (imports: string, ...rest: string[]) =>
    [
      `${imports}
import type { KommoUploader, UploaderEventMap } from '../element/index.js';
import type { UploaderAttributes, UploaderProperties } from './uploader.js';`,
      ...rest,
    ].join('\n\n');
  const all = 'UploaderProperties & UploaderAttributes & Listeners';
  const inTags = (framework: string, attributes: string) =>
    `declare module '${framework}' {
  namespace JSX {
    interface IntrinsicElements {
      '${tagName}': ${attributes} & ${all};
    }
  }
}
`;
  return {
    'uploader.d.ts': [
      `import type { KommoUploader } from '../element/index.js';`,
      `/** What can be set on \`<${tagName}>\` as a property. */`,
      block('export interface UploaderProperties', settable(element)),
      `/** What is written otherwise as an attribute. */`,
      block('export interface UploaderAttributes', attributesOf(element)),
      '',
    ].join('\n'),
    'react.d.ts': file(
      `import type { DetailedHTMLProps, HTMLAttributes } from 'react';`,
      listeners('on'),
      inTags(
        'react',
        'DetailedHTMLProps<Omit<HTMLAttributes<KommoUploader>, keyof Listeners | keyof UploaderProperties>, KommoUploader>',
      ),
    ),
    'preact.d.ts': file(
      `import type { ClassAttributes, HTMLAttributes } from 'preact';`,
      listeners('on'),
      inTags(
        'preact',
        'Omit<HTMLAttributes<KommoUploader>, keyof Listeners | keyof UploaderProperties> & ClassAttributes<KommoUploader>',
      ),
    ),
    'solid.d.ts': file(
      `import type { JSX } from 'solid-js';`,
      listeners('on:'),
      `type Explicit = { [Name in keyof UploaderProperties as \`prop:\${Name}\`]: UploaderProperties[Name] };`,
      inTags(
        'solid-js',
        'Omit<JSX.HTMLAttributes<KommoUploader>, keyof UploaderProperties> & Explicit',
      ),
    ),
    'vue.d.ts': file(
      `import type { HTMLAttributes, ReservedProps } from 'vue';`,
      listeners('on', (name) => capital(camelCase(name))),
      `declare module 'vue' {
  interface GlobalComponents {
    '${tagName}': new () => {
      $props: Omit<HTMLAttributes, keyof Listeners | keyof UploaderProperties> & ReservedProps & ${all};
    };
  }
}
`,
    ),
    'svelte.d.ts': file(
      `import type { HTMLAttributes } from 'svelte/elements';`,
      listeners('on'),
      `/** As Svelte 4 writes them. */
type Directives = { [Name in keyof Listeners as Name extends \`on\${infer Event}\` ? \`on:\${Event}\` : never]: Listeners[Name] };`,
      `declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    '${tagName}': Omit<HTMLAttributes<KommoUploader>, keyof Listeners | keyof Directives | keyof UploaderProperties> & Directives & ${all};
  }
}
`,
    ),
  };
};

const typeOf = (property: string) => `KommoUploader['${property}']`;

const settable = ({ members }: CustomElement): Typed[] =>
  members
    .filter(isOption)
    .map((member) => ({ ...member, type: { text: typeOf(member.name) } }));

const isOption = ({ kind, readonly, static: isStatic }: Member): boolean =>
  kind === 'field' && !readonly && !isStatic;

const attributesOf = ({ attributes }: CustomElement): Typed[] =>
  attributes
    .filter(({ name, fieldName }) => name !== fieldName)
    .map(({ type, ...attribute }) => ({
      ...attribute,
      type: {
        text: `${type?.text === 'boolean' ? `'' | ` : ''}${typeOf(attribute.fieldName)}`,
      },
    }));

/** Of its own events the element's map knows the type; the others are any input's. */
const eventType = ({ name, type }: Typed): string =>
  type?.text === 'Event' ? 'Event' : `UploaderEventMap['${name}']`;

const block = (head: string, members: Typed[]): string =>
  `${head} {\n${members.map(line).join('\n')}\n}`;

const line = ({ name, description = '', type }: Typed): string => {
  const words = description
    .replaceAll('*/', '*\\/')
    .split('\n')
    .join('\n   * ');
  return `  /** ${words} */\n  '${name}'?: ${type?.text} | undefined;`;
};

const asItIs = (name: string) => name;

const camelCase = (name: string) =>
  name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
