const digitFor: Record<string, string> = {
  o: '0',
  l: '1',
  i: '1',
  '|': '1',
  '!': '1',
  s: '5',
  b: '8',
  z: '2',
}

/** Three numbers with signs between them, some of which were read as letters. */
const doubtful = /(?<![^\s:(])[\doli|!sbz]{1,2}([-/.])[\doli|!sbz]{1,2}\1[\doli|!sbz]{2,4}(?![^\s,)])/g

/** The same text, letter for letter, with digits where a date has been read with letters for them. */
export const mendedDates = (plain: string): string =>
  plain
    .replace(doubtful, (date) =>
      date.replace(/[\d/.-]/g, '').length <= 3
        ? date.replace(/[oli|!sbz]/g, (letter) => digitFor[letter]!)
        : date,
    )
    .replace(/(?<=\d ?[-/.]? ?)0(?=(?:ec|ct)[^a-z])/g, (nought, at: number) =>
      plain[at + 1] === 'e' ? 'd' : plain[at + 1] === 'c' ? 'o' : nought,
    )
