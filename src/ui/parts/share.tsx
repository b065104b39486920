import { useEffect, useState } from 'preact/hooks';
import { LONGEST_LINK, fragmentOf, type Address } from '../address/address.js';

/** A line that is there for a moment, and read out. */
export function useToast(): readonly [string, (text: string) => void] {
  const [text, setText] = useState('');
  useEffect(() => {
    if (text === '') return undefined;
    const timer = setTimeout(() => setText(''), 4000);
    return () => clearTimeout(timer);
  }, [text]);
  return [text, setText];
}

export function Toast({ text }: { readonly text: string }) {
  return (
    <div role="status" class={text === '' ? 'hidden' : 'toast'}>
      {text}
    </div>
  );
}

/** Puts text where it can be pasted from, and says so; where that is refused, it says that. */
export async function copy(text: string, what: string, say: (text: string) => void): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(`Copied: ${what}.`);
  } catch {
    say(`The browser does not let this page copy. Select the text and copy it by hand: ${what}.`);
  }
}

/** Offers a file for download. */
export function save(name: string, type: string, content: string | Blob): void {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Copies a link of this page; one that is too long for mail becomes a file with what is given. */
export async function share(address: Address, content: string, say: (text: string) => void): Promise<void> {
  const link = `${location.href.split('#')[0] ?? ''}${fragmentOf(address)}`;
  if (link.length <= LONGEST_LINK) return copy(link, `a link of ${link.length} characters`, say);
  save(`${address.scenario ?? 'run'}.oomlab.txt`, 'text/plain', content);
  say(
    `The link would have ${link.length} characters, and mail cuts it above ${LONGEST_LINK}: saved as a file to drop here.`,
  );
}
