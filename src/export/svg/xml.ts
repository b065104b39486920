/**
 * Any text as the content of an XML element or a quoted attribute. Line breaks are kept as references, which attributes need;
 * what XML 1.0 has no place for, such as control characters and halves of surrogate pairs, becomes the sign for a character
 * that is not known.
 */
export const escapeXml = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"'\t\n\r]/g, (found) => `&#${found.charCodeAt(0)};`);

/** An element with its attributes, those that are undefined left out. Content is XML already. */
export function element(name: string, attributes: Attributes, content: string | readonly string[] = ''): string {
  const inner = typeof content === 'string' ? content : content.join('');
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('');
  return inner === '' ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>`;
}

export type Attributes = { readonly [name: string]: string | number | undefined };

/** What a reader is told who points at the element around it. */
export const titleOf = (text: string | undefined): string =>
  text === undefined ? '' : element('title', {}, escapeXml(text));

/** A style sheet as content; of the signs that XML reserves ours hold none but this one, which CSS reads as it was. */
export const styleOf = (sheet: string): string => sheet.replaceAll('>', '&gt;');
