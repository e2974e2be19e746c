/**
 * The reference, written from the element's manifest: all that a page can set, call, hear and style.
 *
 * Knows: what a manifest says of an element, and writes Markdown. Does not know: one option or event by itself.
 */
import type { CustomElement, Member, Named, Typed } from './manifest.js';

export function referenceOf(element: CustomElement): string {
  const fields = element.members.filter(({ kind }) => kind === 'field');
  const isOption = ({ readonly, ...field }: Member) =>
    !readonly && !field.static;
  const options = fields.filter(isOption);
  const facts = fields.filter((field) => !isOption(field));
  const methods = element.members.filter(({ kind }) => kind === 'method');
  return `# Reference

${element.description ?? ''}

All of it comes from the element’s manifest, \`custom-elements.json\`, which is made of its sources.

## Attributes and properties

${options.map(optionText).join('\n\n')}

## To be read

${facts.map((field) => entry(`\`${ownerOf(field)}${field.name}\``, field)).join('\n\n')}

## Methods

${methods.map((method) => entry(`\`${callOf(method)}\``, method)).join('\n\n')}

## Events

| event | what it says | type |
| --- | --- | --- |
${element.events.map((event) => `| \`${event.name}\` | ${cell(event)} | ${inTable(typeOf(event))} |`).join('\n')}

## Slots

${table('slot', element.slots, ({ name }) => (name ? `\`${name}\`` : 'the element itself'))}

## Parts

${table('`::part(…)`', element.cssParts)}

## States

${table('`:state(…)`', element.cssStates)}

## Custom properties

${table('property', element.cssProperties)}
`;
}

function optionText(field: Member): string {
  const { attribute, name } = field;
  const title =
    attribute && attribute !== name
      ? `\`${attribute}\` · \`${name}\``
      : `\`${name}\`${attribute ? '' : ' (property)'}`;
  return entry(title, field);
}

/** What is the class's own, and not an element's. */
const ownerOf = (member: { static?: boolean }): string =>
  member.static ? 'KommoUploader.' : '';

/** A heading, so that search and a link find it. */
function entry(title: string, member: Member): string {
  const facts = [
    member.kind === 'field' && member.type && `Type: ${typeOf(member)}`,
    member.default && `Default: \`${member.default}\``,
  ].filter(Boolean);
  return [
    `### ${title}`,
    oneParagraph(member.description),
    ...(facts.length > 0 ? [`${facts.join('. ')}.`] : []),
  ].join('\n\n');
}

/** `clear(options?)`: the names are enough to recognize it, the types are an editor's matter. */
function callOf({ name, parameters = [], ...method }: Member): string {
  const given = parameters.map((parameter) => {
    const isPattern = parameter.name.startsWith('{');
    const plain = isPattern
      ? (parameter.type?.text ?? '{}')
      : parameter.name.replace(/^\.\.\./, '');
    const optional = parameter.optional || parameter.default !== undefined;
    return isPattern || !optional ? plain : `${plain}?`;
  });
  return `${ownerOf(method)}${name}(${given.join(', ')})`;
}

const table = (
  head: string,
  things: readonly Named[],
  nameOf = ({ name }: Named) => `\`${name}\``,
): string =>
  [
    `| ${head} | what it is |`,
    '| --- | --- |',
    ...things.map((thing) => `| ${nameOf(thing)} | ${cell(thing)} |`),
  ].join('\n');

const typeOf = ({ type }: Typed): string => (type ? `\`${type.text}\`` : '');

const inTable = (text: string): string => text.replaceAll('|', '\\|');

const cell = ({ description = '' }: Named): string =>
  inTable(oneParagraph(description));

const oneParagraph = (text = ''): string =>
  text
    .split('\n\n')
    .map((paragraph) => paragraph.replaceAll('\n', ' '))
    .join('\n\n');
