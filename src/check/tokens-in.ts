/** What every token begins with. */
export const TOKEN_START = 'oom1:';

const TOKENS = /\boom1:[\w.+-]+:[\w.+-]+:[\w=,-]+:[0-9a-f]+:[\w.()-]+/g;

/** The tokens inside other text, such as a mail or a JSON report, in the order in which they stand there. */
export const tokensIn = (text: string): readonly string[] => text.match(TOKENS) ?? [];
