import text from '../../../ARCHITECTURE.md?raw';

/** What the model leaves out, in the words of the house's own description. */
export function LeftOut() {
  const [, section = ''] = /\n## What is left out, and which way it errs\n+([\s\S]*?)\n## /.exec(text) ?? [];
  return (
    <section>
      <h2>What is not modelled, and which way it errs</h2>
      {section.split(/\n\n+/).map((paragraph) => (
        <p class="prose">{emphasised(paragraph)}</p>
      ))}
    </section>
  );
}

/** `_words_` and backticks are the only marks that it uses; names such as __GFP_HIGH have underscores of their own. */
const emphasised = (paragraph: string) =>
  paragraph
    .split(/(?<!\w)_([^_\s]+)_(?!\w)/)
    .map((part, i) => (i % 2 === 1 ? <em>{part}</em> : part.replaceAll('`', '')));
