/**
 * What editors offer while somebody types: VS Code's custom data for HTML and CSS, and JetBrains' web-types.
 *
 * Knows: the formats of both. Does not know: where their descriptions come from; all is in the manifest.
 */
import type { CustomElement, Named, Typed } from './manifest.js';

/** Of the package itself. */
export interface PackageFacts {
  name: string;
  version: string;
}

/** The names of files in `dist/`, to what stands in them. */
export const editorData = (
  element: CustomElement,
  { name, version }: PackageFacts,
): Record<string, unknown> => ({
  'vscode.html-custom-data.json': {
    version: 1.1,
    tags: [
      {
        name: element.tagName,
        description: markdown(aboutTag(element)),
        attributes: element.attributes.map((attribute) => ({
          ...described(attribute),
          // `v` is VS Code's name for an attribute that has no value.
          ...(attribute.type?.text === 'boolean' ? { valueSet: 'v' } : {}),
          ...(wordsOf(attribute).length === 0
            ? {}
            : { values: wordsOf(attribute).map((name) => ({ name })) }),
        })),
      },
    ],
  },
  'vscode.css-custom-data.json': {
    version: 1.1,
    properties: element.cssProperties.map(described),
    pseudoElements: element.cssParts.map(({ name, ...rest }) =>
      described({ name: `::part(${name})`, ...rest }),
    ),
    pseudoClasses: element.cssStates.map(({ name, ...rest }) =>
      described({ name: `:state(${name})`, ...rest }),
    ),
  },
  'web-types.json': {
    $schema: 'https://json.schemastore.org/web-types',
    name,
    version,
    'description-markup': 'markdown',
    contributions: {
      html: {
        elements: [
          {
            name: element.tagName,
            description: element.description,
            attributes: element.attributes.map(
              ({ name, description, type, default: byDefault }) => ({
                name,
                description,
                value: {
                  kind: type?.text === 'boolean' ? 'no-value' : 'plain',
                  type: type?.text,
                  required: type?.text !== 'boolean',
                },
                ...(byDefault === undefined ? {} : { default: byDefault }),
              }),
            ),
            slots: element.slots,
            js: {
              properties: element.members
                .filter(
                  ({ kind, static: isStatic }) => kind === 'field' && !isStatic,
                )
                .map(typed),
              events: element.events.map(typed),
            },
          },
        ],
      },
      css: {
        properties: element.cssProperties,
        'pseudo-elements': element.cssParts.map(({ name, description }) => ({
          name: `part(${name})`,
          description,
        })),
        'pseudo-classes': element.cssStates.map(({ name, description }) => ({
          name: `state(${name})`,
          description,
        })),
      },
    },
  },
});

const typed = ({ name, description, type }: Typed) => ({
  name,
  description,
  type: type?.text,
});

const described = ({ name, description = '' }: Named) => ({
  name,
  description: markdown(description),
});

const markdown = (value: string) => ({ kind: 'markdown', value });

/** The words that may stand in an attribute, where only some may. */
const wordsOf = ({ type }: Typed): string[] =>
  [...(type?.text ?? '').matchAll(/'([^']*)'/g)].map(([, word = '']) => word);

/** VS Code shows slots and events nowhere else. */
const aboutTag = ({ description = '', slots, events }: CustomElement) =>
  [
    description,
    '### Slots',
    ...slots.map(
      ({ name, description }) => `- \`${name || '(none)'}\`: ${description}`,
    ),
    '### Events',
    ...events.map(({ name, description }) => `- \`${name}\`: ${description}`),
  ].join('\n');
